import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause, setImmediate as turn } from 'node:timers/promises';
import { KIND, type Kind, PATHS, serverUrlOf } from './addresses.ts';
import { type BareRepository, createBareRepository } from './bare-repository.ts';
import { checkAnswer, checkRequest, findRoute } from './contract.ts';
import { passDeadlines } from './deadlines.ts';
import { createFaults, type Faults } from './faults.ts';
import { HANDLERS } from './handlers/index.ts';
import type { Operation } from './operations.ts';
import { type Answer, type Call, forbidden, notFound, refusal, refuse, type Token } from './responses.ts';
import { WORKFLOW_BOT } from './shapes.ts';
import { createState, type State } from './state.ts';

export type { Fault } from './faults.ts';
export type { Operation } from './operations.ts';
export type { Token } from './responses.ts';
export { HEAD_SHA } from './state.ts';

/** One request as it came, whatever became of it. */
export interface Request {
  readonly operation: Operation;
  readonly method: string;
  /** Path below what the API lies below, and query. */
  readonly path: string;
  readonly body: unknown;
  readonly token: string | null;
}

/** A download from the other origin that GitHub's redirects point to. */
export interface Download {
  readonly path: string;
  /** Must be null: the token is not for that host. */
  readonly authorization: string | null;
}

export interface LocalGitHub extends State, Omit<Faults, 'next'> {
  /** What its API lies below, without a slash at the end: `GITHUB_API_URL`. */
  readonly apiUrl: string;
  /** What the runner tells each step of where it lies. */
  readonly addresses: Readonly<Record<'GITHUB_API_URL' | 'GITHUB_GRAPHQL_URL' | 'GITHUB_SERVER_URL', string>>;
  /** Where artifacts are downloaded from: another origin than the API's. */
  readonly blobUrl: string;
  /** Operations asked for so far, in order. */
  readonly asked: readonly Operation[];
  readonly requests: readonly Request[];
  readonly downloads: readonly Download[];
  /** Requests and answers that don't fit GitHub's OpenAPI description, and what is asked for outside of its API. */
  readonly violations: readonly string[];
  /** The repository's git data. */
  readonly git: BareRepository;
  grant(token: string, rights: Partial<Token>): void;
  /** Rejects with the violations where there are any, so that the test fails. */
  close(): Promise<void>;
}

export interface Options {
  /** A repository without a single commit: git operations are answered 409. */
  readonly empty?: boolean;
  /** Entries after which a tree is `truncated`; GitHub's own limit by default. */
  readonly treeLimit?: number;
  /** github.com, or an Enterprise Server; by default what `TAILGATE_GITHUB` says. */
  readonly kind?: Kind;
  /** GitHub's clock, of its header Date; by default this machine's. */
  readonly now?: () => number;
}

/** Of each response. An Enterprise Server tells its version, and nothing of a quota as long as it limits nobody. */
const HEADERS: Readonly<Record<Kind, Readonly<Record<string, string>>>> = {
  'github.com': { 'x-ratelimit-limit': '1000', 'x-ratelimit-remaining': '900' },
  enterprise: { 'x-github-enterprise-version': '3.17.0' },
};

/** For a response on loopback that is written. */
const ARRIVAL_MS = 20;
/** For a connection that the client closes: a busy machine hears of it later. */
const LEAVES_MS = 5000;

/** A GitHub of one repository with one pull request, on loopback, that keeps its state as long as it runs. */
export async function startGitHub(
  repository = 'octo/service',
  issue = 7,
  { empty = false, treeLimit = 100_000, now = Date.now, kind = KIND }: Options = {},
): Promise<LocalGitHub> {
  const state = createState(repository, issue, serverUrlOf(kind));
  const { rest, graphql } = PATHS[kind];
  const git = await createBareRepository(state.defaultBranch, empty);
  const faults = createFaults();
  const requests: Request[] = [];
  const downloads: Download[] = [];
  const violations: string[] = [];
  const tokens = new Map<string, Token>([
    ['workflow-token', { account: WORKFLOW_BOT, kind: 'installation', mayWrite: true }],
  ]);

  const object = (mistakes: readonly string[]): Answer => {
    violations.push(...mistakes);
    return refuse(500, `Not as GitHub describes it: ${mistakes.join('; ')}`);
  };

  const perform = async (call: Call): Promise<Answer> => {
    const { operation, method, params, token, url } = call;
    if (token.mayNot?.includes(operation)) return forbidden();
    if (!token.mayWrite && method !== 'GET' && operation !== 'graphql') return forbidden();
    if (params.owner !== undefined && `${params.owner}/${params.repo}` !== repository) return notFound();
    const answer = await HANDLERS[operation]?.(call, {
      state,
      git,
      api: `${url.origin}${rest}`,
      blobs: blobs.url,
      treeLimit,
    });
    if (answer && answer.status !== 500) return answer;
    const { message = 'the tests’ GitHub can’t do that' } = (answer?.body ?? {}) as { message?: string };
    return object([`${operation}: ${message}`]);
  };

  let closing = false;
  /** Requests that are being answered, without those whose response is withheld. */
  let answering = 0;
  /** Nobody waits but for what is withheld: the other responses are written, and have arrived. */
  const othersAnswered = async (): Promise<void> => {
    do {
      await pause(ARRIVAL_MS, undefined, { ref: false });
      for (let turns = 0; turns < 3; turns++) await turn();
    } while (answering > 0);
  };
  const withhold = async (operation: Operation, sinceMs: number, response: ServerResponse): Promise<void> => {
    answering -= 1;
    await othersAnswered();
    // Of several that are withheld at once, the first one lets the deadlines of all pass.
    if (!closing && passDeadlines(sinceMs) === 0 && !(await isLeft(response)))
      violations.push(`${operation}: nobody gave up waiting for it`);
    answering += 1;
  };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const sinceMs = performance.now();
    const { method = '' } = request;
    const url = new URL(request.url ?? '/', api.url);
    const text = await readText(request).catch(() => null);
    // The client has given up while it was still sending.
    if (text === null) return;
    const isGraphql = method === 'POST' && url.pathname === graphql;
    const path = url.pathname.startsWith(`${rest}/`) ? url.pathname.slice(rest.length) : null;
    const route = isGraphql ? { operation: 'graphql' as const, params: {} } : path && findRoute(method, path);
    response.setHeader('date', new Date(now()).toUTCString());
    for (const [name, value] of Object.entries(HEADERS[kind])) response.setHeader(name, value);
    if (!route) {
      object([`${method} ${url.pathname}: no operation that the tests’ GitHub knows`]);
      return send(response, notFound());
    }
    const { operation, params } = route;
    const body = text === '' ? null : (JSON.parse(text) as unknown);
    const credential = /^(?:token|bearer) (.+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? null;
    requests.push({
      operation,
      method,
      path: `${isGraphql ? '/graphql' : path}${url.search}`,
      body,
      token: credential,
    });

    const mistakes = isGraphql ? [] : checkRequest(operation, route, url.searchParams, body);
    if (mistakes.length > 0) return send(response, object(mistakes));
    const fault = faults.next(operation);
    await fault.meanwhile?.();
    if (fault.delayMs) await pause(fault.delayMs, undefined, { ref: false });
    if (fault.drop === 'before') return void response.destroy();
    if (fault.status) {
      const { status, message = 'Server Error', headers = {} } = fault;
      return send(response, { status, body: refusal(status, message), headers });
    }
    const accept = request.headers.accept ?? '';
    const token = tokens.get(credential ?? '');
    if (!token) return send(response, refuse(401, 'Bad credentials'));
    let result = await perform({
      operation,
      method,
      params,
      url,
      query: url.searchParams,
      body,
      token,
      accept,
    });
    const own =
      isGraphql || result.raw || result.status === 500
        ? []
        : checkAnswer(operation, result.status, result.body);
    if (own.length > 0) result = object(own);
    if (fault.answerAfterMs) await pause(fault.answerAfterMs, undefined, { ref: false });
    if (fault.withheld) await withhold(operation, sinceMs, response);
    if (fault.drop === 'after' || fault.withheld) return void response.destroy();
    send(response, result, fault.truncate);
  };

  const api = await listen((request, response) => {
    answering += 1;
    answer(request, response)
      .catch((error: unknown) => {
        // A run that ended early may have left a question behind, which the end of the test cuts off.
        if (closing) return;
        violations.push(`${request.method} ${request.url}: ${error instanceof Error ? error.stack : error}`);
        response.destroy();
      })
      .finally(() => {
        answering -= 1;
      });
  });
  const blobs = await listen((request, response) => {
    downloads.push({ path: request.url ?? '', authorization: request.headers.authorization ?? null });
    const id = Number(/^\/artifacts\/(\d+)\.zip\?/.exec(request.url ?? '')?.[1]);
    const artifact = state.artifacts.find((one) => one.id === id);
    if (!artifact) return void response.writeHead(404).end();
    response.writeHead(200, { 'content-type': 'application/zip', 'content-length': artifact.zip.byteLength });
    response.end(artifact.zip);
  });

  return {
    ...state,
    apiUrl: `${api.url}${rest}`,
    addresses: {
      GITHUB_API_URL: `${api.url}${rest}`,
      GITHUB_GRAPHQL_URL: `${api.url}${graphql}`,
      GITHUB_SERVER_URL: state.serverUrl,
    },
    blobUrl: blobs.url,
    get asked() {
      return requests.map(({ operation }) => operation);
    },
    requests,
    downloads,
    violations,
    git,
    grant: (token, rights) =>
      void tokens.set(token, { account: WORKFLOW_BOT, kind: 'installation', mayWrite: true, ...rights }),
    fail: faults.fail,
    failAlways: faults.failAlways,
    async close() {
      closing = true;
      await Promise.all([api.close(), blobs.close()]);
      await git.remove();
      if (violations.length > 0) throw new Error(`Not as GitHub describes it:\n${violations.join('\n')}`);
    },
  };
}

async function listen(listener: RequestListener) {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

function send(response: ServerResponse, answer: Answer, truncate = false): void {
  const text = answer.raw ?? Buffer.from(answer.body === undefined ? '' : JSON.stringify(answer.body));
  const kind = answer.raw ? 'application/vnd.github.raw+json' : 'application/json';
  const type = text.length === 0 ? {} : { 'content-type': `${kind}; charset=utf-8` };
  response.writeHead(answer.status, {
    ...type,
    'content-length': text.length,
    ...answer.headers,
  });
  if (!truncate) return void response.end(text);
  response.write(text.subarray(0, text.length / 2), () => response.destroy());
}

/** Whether the client has closed the connection, or does within a while. */
async function isLeft(response: ServerResponse): Promise<boolean> {
  for (let waited = 0; waited < LEAVES_MS && !response.destroyed; waited += ARRIVAL_MS)
    await pause(ARRIVAL_MS, undefined, { ref: false });
  return response.destroyed;
}
