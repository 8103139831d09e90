/** What Tailgate uses of modules that bring no types. The internals of autocannon are checked at run time, by name. */
declare module 'autocannon' {
  import type { EventEmitter } from 'node:events';

  export interface Client extends EventEmitter {
    readonly timeoutTicker: { clear(): void };
    destroy(): void;
    _connect(): void;
    _doRequest(): void;
    _resetConnection(): void;
    _destroyConnection(): void;
  }

  export interface Options {
    readonly url: string;
    readonly connections: number;
    /** Seconds. */
    readonly duration: number;
    readonly timeout: number;
    readonly sampleInt: number;
    readonly excludeErrorStats: boolean;
    setupClient(client: Client): void;
  }

  export interface Instance extends EventEmitter {
    stop(): void;
  }

  export default function autocannon(options: Options, done: (error: Error | null) => void): Instance;
}

declare module 'undici/lib/llhttp/llhttp_simd-wasm.js' {
  const wasm: Buffer;
  export default wasm;
}

/** Node's global, which TypeScript knows from the browser's library only. */
declare namespace WebAssembly {
  interface Memory {
    readonly buffer: ArrayBuffer;
  }
  class Module {
    constructor(bytes: Uint8Array);
  }
  class Instance {
    constructor(module: Module, imports: Record<string, Record<string, (...args: number[]) => number>>);
    readonly exports: unknown;
  }
}
