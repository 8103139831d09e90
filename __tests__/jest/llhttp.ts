/**
 * undici's WebAssembly for the tests. The module is one Buffer, and jest, importing it, would make an export of each of
 * its 48,645 bytes, which takes some seconds in each test file.
 */
import { createRequire } from 'node:module';

const wasm: Buffer = createRequire(import.meta.url)(
  '../../node_modules/undici/lib/llhttp/llhttp_simd-wasm.js',
);
export default wasm;
