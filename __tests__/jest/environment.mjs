/**
 * jest's own environment, but with a plain global object. The one that jest makes sends each use of Math, Number or
 * Object through an interceptor and a proxy, in which the tests that compute spend half of their time. And Node's own
 * errors are Errors in it, as they are outside of jest.
 */
import { createRequire } from 'node:module';
import { types } from 'node:util';
import vm from 'node:vm';
import { TestEnvironment } from 'jest-environment-node';

// Since Node 20.18; an older one runs the same tests, slower.
const PLAIN = vm.constants?.DONT_CONTEXTIFY;

/**
 * What V8 made of a module's text, by the text: of the two hundred that a file of tests loads, the files before it had
 * nearly all, and compiling them is a fifth of what a file takes besides its tests.
 */
const compiled = new Map();
/** What V8 kept of a text has lost who is to be asked for what it imports later. */
const importsLater = (source) => source.includes('import(');

const { SourceTextModule, compileFunction } = vm;
vm.SourceTextModule = class extends SourceTextModule {
  constructor(source, options) {
    const cachedData = compiled.get(source);
    super(source, cachedData === undefined ? options : { ...options, cachedData });
    if (cachedData === undefined && !importsLater(source)) compiled.set(source, this.createCachedData());
  }
};
vm.compileFunction = (source, names, options) => {
  const cachedData = compiled.get(source);
  if (cachedData !== undefined) return compileFunction(source, names, { ...options, cachedData });
  if (importsLater(source)) return compileFunction(source, names, options);
  const made = compileFunction(source, names, { ...options, produceCachedData: true });
  if (made.cachedData) compiled.set(source, made.cachedData);
  return made;
};

/**
 * What jest keeps the running test in, to ask for it where an error comes out of nowhere. Node's own AsyncLocalStorage
 * follows it through every promise of every file, which makes each of them three times as dear before Node 24. Here it
 * is whatever began last and has not ended.
 */
class WhatRuns {
  #running = [];
  getStore() {
    return this.#running.at(-1);
  }
  run(store, act, ...words) {
    const entry = { ...store };
    const end = () => {
      this.#running = this.#running.filter((one) => one !== entry);
    };
    this.#running.push(entry);
    let ended = true;
    try {
      const result = act(...words);
      ended = typeof result?.then !== 'function';
      if (!ended) result.then(end, end);
      return result;
    } finally {
      if (ended) end();
    }
  }
}
const asyncHooks = createRequire(import.meta.url)('node:async_hooks');
const { AsyncLocalStorage } = asyncHooks;

export default class extends TestEnvironment {
  // jest-circus is read between these two; whatever a test loads gets the real one.
  async setup() {
    await super.setup();
    asyncHooks.AsyncLocalStorage = WhatRuns;
  }
  handleTestEvent({ name }) {
    if (name === 'setup') asyncHooks.AsyncLocalStorage = AsyncLocalStorage;
  }
  async teardown() {
    asyncHooks.AsyncLocalStorage = AsyncLocalStorage;
    await super.teardown();
  }

  constructor(config, context) {
    const { createContext } = vm;
    if (PLAIN !== undefined) vm.createContext = () => createContext(PLAIN);
    try {
      super(config, context);
    } finally {
      vm.createContext = createContext;
    }
    const { Error: Own, Function: OwnFunction } = this.global;
    Object.defineProperty(Own, Symbol.hasInstance, {
      value(error) {
        // Its subclasses inherit this.
        if (this === Own && types.isNativeError(error)) return true;
        return OwnFunction.prototype[Symbol.hasInstance].call(this, error);
      },
    });
  }
}
