import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

export interface Service {
  readonly url: string;
  /** Paths asked for so far. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

/** Answers of a small service, by path; what is not listed is answered 200. */
export type Routes = Readonly<
  Record<string, (response: ServerResponse, headers: NodeJS.Dict<string | string[]>) => void>
>;

/**
 * Before each response. Beside less, a generator that waits a few ms for its processor would already be the slower one:
 * docs/measuring.md.
 */
export const SERVICE_MS = 20;

export async function startService(routes: Routes = {}): Promise<Service> {
  const asked: string[] = [];
  const server = createServer(async (request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    asked.push(path);
    request.resume();
    await pause(SERVICE_MS);
    const route = routes[path];
    if (route) route(response, request.headers);
    else sendJson(response, 200, { ok: true });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
