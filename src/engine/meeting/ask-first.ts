import { request } from 'node:http';
import { REQUEST_MS } from './protocol.ts';
import { bearer } from './token.ts';

/** Of any answer: they are a line each. */
const MOST_BYTES = 64 * 1024;

export interface HttpAnswer {
  readonly status: number;
  readonly text: string;
}

/** A request to the first shard. Rejects where no answer came, within `timeoutMs` in all. */
export function askFirst(
  url: string,
  path: string,
  {
    token,
    body,
    signal,
    timeoutMs = REQUEST_MS,
  }: {
    readonly token: string;
    readonly body: string;
    readonly signal: AbortSignal;
    readonly timeoutMs?: number;
  },
): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const headers = {
      authorization: bearer(token),
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
    };
    const asking = request(new URL(path, url), { method: 'POST', headers, signal }, (response) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > MOST_BYTES) asking.destroy(new Error('its answer is too long'));
        chunks.push(chunk);
      });
      response.on('error', reject);
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') }),
      );
    });
    // In all, whatever trickles in meanwhile.
    const timer = setTimeout(
      () => asking.destroy(new Error(`no answer within ${timeoutMs / 1000} s`)),
      timeoutMs,
    );
    asking.on('error', reject);
    asking.on('close', () => {
      clearTimeout(timer);
      reject(new Error('it closed the connection'));
    });
    asking.end(body);
  });
}
