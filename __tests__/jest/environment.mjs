/**
 * jest's own environment, but with a plain global object. The one that jest makes sends each use of Math, Number or
 * Object through an interceptor and a proxy, in which the tests that compute spend half of their time. And Node's own
 * errors are Errors in it, as they are outside of jest.
 */
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

const { SourceTextModule, compileFunction } = vm;
vm.SourceTextModule = class extends SourceTextModule {
  constructor(source, options) {
    const cachedData = compiled.get(source);
    super(source, cachedData === undefined ? options : { ...options, cachedData });
    if (cachedData === undefined) compiled.set(source, this.createCachedData());
  }
};
vm.compileFunction = (source, names, options) => {
  const cachedData = compiled.get(source);
  if (cachedData !== undefined) return compileFunction(source, names, { ...options, cachedData });
  const made = compileFunction(source, names, { ...options, produceCachedData: true });
  if (made.cachedData) compiled.set(source, made.cachedData);
  return made;
};

export default class extends TestEnvironment {
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
