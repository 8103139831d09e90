/**
 * A proxy on this machine in front of a target, which makes every response take longer by a share of its own time: what
 * a regression of that size looks like from outside, in the tail as in the middle. With a share of 0 it is the same way
 * without the regression, so that whatever the proxy itself costs is on both sides of a comparison.
 */
import {
  type ClientRequest,
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { codeOf, explainFailure } from '../target/failure.ts';
import { Delays } from './delays.ts';
import { withoutHopHeaders } from './hop-headers.ts';
import { type Answered, readBody, Upstream } from './upstream.ts';

interface SlowingProxyOptions {
  /** Scheme, host and port of the target. */
  readonly origin: string;
  /** Checked addresses of its host, the only ones that are connected to. */
  readonly addresses: readonly string[];
  /** Of a response's own time: 0.2 makes it take 20 % longer. */
  readonly slowdown: number;
  /** Connections of the load; a few more are let in. */
  readonly connections: number;
}

export interface SlowingProxy {
  /** Where it listens, on the loopback interface. */
  readonly origin: string;
  /** What the proxy saw since it was started. */
  seen(): ProxySeen;
  /** Ends it, with every connection on both sides. */
  close(): Promise<void>;
}

export interface ProxySeen {
  readonly responses: number;
  /** Mean time from a request's arrival to the last byte of the target's response, in ms; null without a response. */
  readonly serviceMs: number | null;
  /** Mean delay that was added to it. */
  readonly addedMs: number | null;
  /** What went wrong most often on the way to the target, in words; null where nothing did. */
  readonly trouble: string | null;
}

/** Starts it on a free port of 127.0.0.1. */
export async function startSlowingProxy(options: SlowingProxyOptions): Promise<SlowingProxy> {
  const mostConnections = 4 * options.connections + 16;
  const upstream = new Upstream({ ...options, mostConnections });
  const delays = new Delays();
  const troubles = new Map<string, { count: number; words: string }>();
  let [responses, serviceMs, addedMs] = [0, 0, 0];

  async function relay(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const startMs = performance.now();
    let outgoing: ClientRequest | null = null;
    let gone = false;
    response.on('close', () => {
      gone = true;
      if (!response.writableFinished) outgoing?.destroy();
    });
    try {
      const body = await readBody(incoming);
      const { method = 'GET', url: path = '/', rawHeaders } = incoming;
      const answered = await upstream.ask({ method, path, rawHeaders, body }, (request) => {
        outgoing = request;
        if (gone) request.destroy();
      });
      const tookMs = performance.now() - startMs;
      const waitedMs = options.slowdown > 0 ? await delays.wait(options.slowdown * tookMs) : 0;
      responses++;
      serviceMs += tookMs;
      addedMs += waitedMs;
      if (!gone) pass(answered, method, response);
    } catch (error) {
      // A client that went away, at its deadline or at the end of its load, is no trouble of the target's.
      if (!gone) note(error);
      // What the client would have seen of the target: a connection that breaks.
      response.destroy();
    }
  }

  function note(error: unknown): void {
    const key = codeOf(error) || String(error);
    const trouble = troubles.get(key) ?? { count: 0, words: explainFailure(error) };
    trouble.count++;
    troubles.set(key, trouble);
  }

  const server = createServer({ requestTimeout: 0, headersTimeout: 0, keepAliveTimeout: 0 }, relay);
  server.maxConnections = mostConnections;
  await listen(server);
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen: () => ({
      responses,
      serviceMs: responses > 0 ? serviceMs / responses : null,
      addedMs: responses > 0 ? addedMs / responses : null,
      trouble: [...troubles.values()].sort((a, b) => b.count - a.count)[0]?.words ?? null,
    }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
        upstream.close();
      }),
  };
}

function pass(
  { status, reason, rawHeaders, body }: Answered,
  method: string,
  response: ServerResponse,
): void {
  // Not the proxy's own date, lest the response say two.
  response.sendDate = false;
  const isBodiless = method === 'HEAD' || status === 204 || status === 304;
  const headers = isBodiless
    ? withoutHopHeaders(rawHeaders)
    : [...withoutHopHeaders(rawHeaders, ['content-length']), 'Content-Length', String(body.length)];
  response.writeHead(status, reason, headers);
  response.end(isBodiless ? undefined : body);
}

function listen(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
}
