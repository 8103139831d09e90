import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';

export interface GitObject {
  readonly sha: string;
  readonly type: string;
  readonly bytes: Buffer;
}

interface Waiting {
  resolve(object: GitObject | null): void;
  reject(error: Error): void;
}

/**
 * One `git cat-file --batch` for as many objects as are asked for: a process of git for each takes longer than all
 * else.
 */
export class ObjectReader {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #waiting: Waiting[] = [];
  #chunks: Buffer[] = [];
  #length = 0;
  /** Bytes that have to be there before it is worth looking. */
  #wanted = 1;

  /** @param words of git that come before the name of the command */
  constructor(words: readonly string[], env: NodeJS.ProcessEnv) {
    this.#child = spawn('git', [...words, 'cat-file', '--batch'], { env });
    this.#child.stdout.on('data', (chunk: Buffer) => this.#hear(chunk));
    this.#child.stderr.resume();
    this.#child.stdin.on('error', () => {});
    this.#child.once('error', (error) => this.#fail(error));
    this.#child.once('close', () => this.#fail(new Error('git cat-file has ended')));
  }

  /**
   * What a name stands for (a SHA, a reference, `main:README.md`, `main^{tree}`); null where there is no such object.
   */
  read(name: string): Promise<GitObject | null> {
    if (/[\n\0]/.test(name)) return Promise.resolve(null);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#child.stdin.write(`${name}\n`);
    });
  }

  close(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return Promise.resolve();
    return new Promise((resolve) => {
      this.#child.once('close', () => resolve());
      this.#child.stdin.end();
    });
  }

  #hear(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#length += chunk.length;
    if (this.#length < this.#wanted) return;
    let rest = Buffer.concat(this.#chunks);
    this.#wanted = 1;
    while (this.#waiting.length > 0) {
      const line = rest.indexOf('\n');
      if (line < 0) break;
      const head = rest.subarray(0, line).toString();
      const [, sha, type, size] = /^([0-9a-f]{40}) (\w+) (\d+)$/.exec(head) ?? [];
      // Of what is missing there is nothing but the line; otherwise a line feed comes after the content.
      const end = sha === undefined ? line + 1 : line + 1 + Number(size) + 1;
      if (rest.length < end) {
        this.#wanted = end;
        break;
      }
      const object =
        sha === undefined || type === undefined
          ? null
          : { sha, type, bytes: rest.subarray(line + 1, end - 1) };
      this.#waiting.shift()?.resolve(object);
      rest = rest.subarray(end);
    }
    this.#chunks = rest.length > 0 ? [rest] : [];
    this.#length = rest.length;
  }

  #fail(error: Error): void {
    for (const { reject } of this.#waiting.splice(0)) reject(error);
  }
}
