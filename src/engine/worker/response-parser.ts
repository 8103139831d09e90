/**
 * HTTP/1.1 responses, by Node's own parser (llhttp, as the WebAssembly that undici ships). It replaces autocannon's
 * http-parser-js: that one keeps its state over a reconnect and returns parse errors that nobody looks at.
 */
import wasm from 'undici/lib/llhttp/llhttp_simd-wasm.js';
import { KeptResponse } from './kept-response.ts';
import { readHead } from './read-head.ts';
import { TimingHeader } from './server-timing.ts';

/** The largest response that is read to its end; one that never ends must not fill the memory. */
export const BODY_LIMIT_BYTES = 64 * 1024 * 1024;
const HEAD_LIMIT_BYTES = 64 * 1024;

const RESPONSE = 2;
const OK = 0;
const SKIP_BODY = 1;
const REFUSE = -1;

/**
 * What a piece of the stream came to. `broken` names the reason; nothing that follows on this connection can be
 * trusted.
 */
export type Parsed = { readonly done: false } | { readonly done: true; readonly broken: string | null };

const MORE: Parsed = { done: false };
const DONE: Parsed = { done: true, broken: null };

interface Llhttp {
  readonly memory: WebAssembly.Memory;
  malloc(bytes: number): number;
  free(pointer: number): void;
  llhttp_alloc(type: number): number;
  llhttp_free(pointer: number): void;
  llhttp_reset(pointer: number): void;
  llhttp_execute(pointer: number, data: number, length: number): number;
  llhttp_finish(pointer: number): number;
  llhttp_should_keep_alive(pointer: number): number;
  llhttp_errno_name(error: number): number;
}

/** The parser whose callbacks are running: WebAssembly calls back while `execute` is on the stack, never later. */
let current: ResponseParser | null = null;
let inputPointer = 0;
let inputSize = 0;
let input: Uint8Array = new Uint8Array(0);
let llhttp: Llhttp | null = null;

/** One connection's parser. `execute` never calls anybody: what the bytes came to is its return value. */
export class ResponseParser {
  status = 0;
  keepAlive = false;
  /** Bytes of a response were seen since the last `expect`. */
  begun = false;
  bodyBytes = 0;
  readonly timing = new TimingHeader();
  readonly #llhttp: Llhttp;
  readonly #pointer: number;
  #head = false;
  #complete = false;
  #surplus = false;
  #headBytes = 0;
  #headersDone = false;
  #chunk: Buffer | null = null;
  readonly #kept = new KeptResponse();
  readonly #wants: (status: number) => number;

  /**
   * @param wants how many bytes of the body to keep, asked once the status is known; below 0 the head isn't kept either
   */
  constructor(wants: (status: number) => number) {
    this.#wants = wants;
    this.#llhttp = llhttp ??= instantiate();
    this.#pointer = this.#llhttp.llhttp_alloc(RESPONSE);
  }

  /** A new connection: nothing of the last one's state may live on. */
  reset(): void {
    this.#llhttp.llhttp_reset(this.#pointer);
    this.expect(false);
  }

  /** @param head the request was a HEAD: its response has no body, whatever its headers announce */
  expect(head: boolean): void {
    this.#head = head;
    this.begun = false;
    this.status = 0;
    this.bodyBytes = 0;
    this.#complete = false;
    this.#surplus = false;
    this.#headersDone = false;
    this.#headBytes = 0;
    this.#kept.reset();
    this.#chunk = null;
    this.timing.reset();
  }

  /** @param chunk may be written over once this has returned: what is kept of it is copied */
  execute(chunk: Buffer): Parsed {
    this.begun = true;
    const parser = this.#llhttp;
    place(chunk, parser);
    current = this;
    this.#chunk = chunk;
    const error = parser.llhttp_execute(this.#pointer, inputPointer, chunk.length);
    current = null;
    this.#kept.endPiece(chunk, this.#complete);
    if (this.#surplus) return { done: true, broken: 'SURPLUS_BYTES' };
    if (error !== OK)
      return { done: true, broken: this.#complete ? 'SURPLUS_BYTES' : errorName(error, parser) };
    if (this.#complete) return DONE;
    if (!this.#headersDone) {
      this.#headBytes += chunk.length;
      if (this.#headBytes > HEAD_LIMIT_BYTES) return { done: true, broken: 'HEAD_TOO_LARGE' };
      this.#kept.addHead(chunk);
    }
    if (this.bodyBytes > BODY_LIMIT_BYTES) return { done: true, broken: 'BODY_TOO_LARGE' };
    return MORE;
  }

  /** The connection's end, which is also the end of a body that no header delimits. */
  finish(): Parsed {
    current = this;
    const error = this.#llhttp.llhttp_finish(this.#pointer);
    current = null;
    if (error === OK && this.#complete) return DONE;
    return { done: true, broken: 'TRUNCATED' };
  }

  /**
   * Header names in lower case, values of a repeated one joined by commas; only of a response whose head was kept,
   * since it is read a second time for it.
   */
  headers(): ReturnType<typeof readHead> {
    return readHead(this.#kept.head(), this.status);
  }

  /** What was kept of the body. */
  body(): Buffer {
    const body = this.#kept.body();
    return typeof body === 'string' ? Buffer.from(body, 'latin1') : body;
  }

  /** The same as it is at hand: as a text, in which a letter stands for a byte, or as bytes. */
  bodyAtHand(): Buffer | string {
    return this.#kept.body();
  }

  /** What was kept has been looked into; whoever is answered may think for minutes before the next request. */
  forget(): void {
    this.#kept.reset();
  }

  free(): void {
    this.#llhttp.llhttp_free(this.#pointer);
  }

  onMessageBegin(): number {
    if (!this.#complete) return OK;
    this.#surplus = true;
    return REFUSE;
  }

  onHeaderName(start: number, length: number): number {
    this.timing.name(this.#chunk as Buffer, start - inputPointer, length);
    return OK;
  }

  onHeaderValue(start: number, length: number): number {
    this.timing.value(this.#chunk as Buffer, start - inputPointer, length);
    return OK;
  }

  onHeadersComplete(status: number, upgrade: number, keepAlive: number): number {
    this.status = status;
    if (status < 200) {
      this.timing.reset();
      return upgrade || status === 101 ? REFUSE : OK;
    }
    this.keepAlive = keepAlive !== 0;
    this.#headersDone = true;
    this.#kept.endHead(this.#wants(status));
    // llhttp waits for a body that a 304 announces and never has (RFC 9110, 6.4.1).
    return this.#head || status === 204 || status === 304 ? SKIP_BODY : OK;
  }

  onBody(start: number, length: number): number {
    this.bodyBytes += length;
    this.#kept.addBody(this.#chunk as Buffer, start - inputPointer, length);
    return OK;
  }

  onMessageComplete(): number {
    if (this.status < 200) return OK;
    this.#complete = true;
    // While the head was read, a response to HEAD without a length still looked like one that the connection's end
    // ends.
    if (this.#head) this.keepAlive = this.#llhttp.llhttp_should_keep_alive(this.#pointer) !== 0;
    return OK;
  }
}

function instantiate(): Llhttp {
  const ok = () => OK;
  const instance = new WebAssembly.Instance(new WebAssembly.Module(wasm), {
    env: {
      wasm_on_url: ok,
      wasm_on_status: ok,
      wasm_on_header_field: (_, start = 0, length = 0) =>
        (current as ResponseParser).onHeaderName(start, length),
      wasm_on_header_value: (_, start = 0, length = 0) =>
        (current as ResponseParser).onHeaderValue(start, length),
      wasm_on_message_begin: () => (current as ResponseParser).onMessageBegin(),
      wasm_on_headers_complete: (_, status = 0, upgrade = 0, keepAlive = 0) =>
        (current as ResponseParser).onHeadersComplete(status, upgrade, keepAlive),
      wasm_on_body: (_, start = 0, length = 0) => (current as ResponseParser).onBody(start, length),
      wasm_on_message_complete: () => (current as ResponseParser).onMessageComplete(),
    },
  });
  return instance.exports as unknown as Llhttp;
}

/** Copies a piece into the parser's memory, which moves when it grows. */
function place(chunk: Buffer, parser: Llhttp): void {
  if (chunk.length > inputSize) {
    if (inputPointer !== 0) parser.free(inputPointer);
    inputSize = Math.ceil(chunk.length / 65_536) * 65_536;
    inputPointer = parser.malloc(inputSize);
  }
  if (
    input.buffer !== parser.memory.buffer ||
    input.byteOffset !== inputPointer ||
    input.length !== inputSize
  ) {
    input = new Uint8Array(parser.memory.buffer, inputPointer, inputSize);
  }
  input.set(chunk);
}

function errorName(error: number, parser: Llhttp): string {
  const start = parser.llhttp_errno_name(error);
  const bytes = new Uint8Array(parser.memory.buffer, start, 64);
  return Buffer.from(bytes.subarray(0, bytes.indexOf(0))).toString('latin1');
}
