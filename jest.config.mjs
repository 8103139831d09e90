import { availableParallelism } from 'node:os';

export default {
  testMatch: ['**/__tests__/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/lib/', '/dist/'],
  modulePathIgnorePatterns: ['<rootDir>/lib/', '<rootDir>/dist/'],
  moduleNameMapper: {
    '^undici/lib/llhttp/llhttp_simd-wasm\\.js$': '<rootDir>/__tests__/jest/llhttp.ts',
    // Nobody asks for another language of zod's than English, and its fifty would be half of what it loads.
    '^\\.\\./locales/index\\.js$': '<rootDir>/node_modules/zod/v4/locales/en.js',
  },
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
        // Beside the code and not in it, where each test file would have to read two thirds more.
        sourceMaps: true,
        module: { type: 'es6' },
      },
    ],
  },
  testEnvironment: '<rootDir>/__tests__/jest/environment.mjs',
  testSequencer: '<rootDir>/__tests__/jest/sequencer.mjs',
  reporters: ['default', '<rootDir>/__tests__/jest/tell-skipped.mjs'],
  // Half of them wait for a load at any time; more at once would starve these loads.
  maxWorkers: Math.min(7, 2 * availableParallelism()),
  // Five seconds are too few on a machine that is busy with something else.
  testTimeout: 30_000,
};
