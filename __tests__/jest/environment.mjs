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
