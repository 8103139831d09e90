import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { type Account, type Comment, issueComment, refusal, simpleUser, WORKFLOW_BOT } from './shapes.ts';

/** Operations by their ids in GitHub's OpenAPI description; GraphQL has one. */
export type Operation =
  | 'issues/list-comments'
  | 'issues/create-comment'
  | 'issues/update-comment'
  | 'issues/delete-comment'
  | 'users/get-authenticated'
  | 'graphql';

/** What goes wrong with one request of an operation. */
export interface Fault {
  /** Answers with this status, and nothing is done. */
  readonly status?: number;
  readonly message?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly delayMs?: number;
  /** Closes the connection before, or after, the request has taken effect. */
  readonly drop?: 'before' | 'after';
  /** Cuts the answer's body in the middle, after the effect. */
  readonly truncate?: boolean;
  /** What somebody else does at this moment, before the effect. */
  readonly meanwhile?: () => void;
}

export interface Token {
  readonly account: Account;
  /** GitHub Apps' tokens, GITHUB_TOKEN among them, may not read GET /user. */
  readonly kind: 'installation' | 'user';
  readonly mayWrite: boolean;
}

export interface LocalGitHub {
  readonly apiUrl: string;
  readonly repository: string;
  readonly issue: number;
  readonly comments: readonly Comment[];
  /** Operations asked for so far, in order. */
  readonly asked: readonly Operation[];
  grant(token: string, rights: Partial<Token>): void;
  addComment(body: string, author?: Account): Comment;
  removeComment(id: number): void;
  /** Faults for the next requests of the operation, one each, in order. */
  fail(operation: Operation, ...faults: readonly Fault[]): void;
  /** The same fault for every request of the operation from now on. */
  failAlways(operation: Operation, fault: Fault): void;
  close(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A GitHub of one repository with one pull request, on loopback, that keeps its state as long as it runs. */
export async function startGitHub(repository = 'octo/service', issue = 7): Promise<LocalGitHub> {
  const comments: Comment[] = [];
  const asked: Operation[] = [];
  const tokens = new Map<string, Token>([
    ['workflow-token', { account: WORKFLOW_BOT, kind: 'installation', mayWrite: true }],
  ]);
  const once = new Map<Operation, Fault[]>();
  const always = new Map<Operation, Fault>();
  let lastId = 1000;
  let api = '';

  const add = (body: string, author: Account): Comment => {
    const now = new Date().toISOString();
    const comment = { id: ++lastId, body, author, createdAt: now, updatedAt: now };
    comments.push(comment);
    return comment;
  };
  const remove = (id: number): boolean => {
    const at = comments.findIndex((comment) => comment.id === id);
    if (at >= 0) comments.splice(at, 1);
    return at >= 0;
  };
  const show = (comment: Comment) => issueComment(api, repository, issue, comment);

  const perform = (operation: Operation, token: Token, url: URL, body: unknown): Answer => {
    const id = Number(url.pathname.split('/').at(-1));
    const comment = comments.find((one) => one.id === id);
    const text = (body as { body?: unknown } | null)?.body;
    switch (operation) {
      case 'users/get-authenticated':
        if (token.kind === 'installation') return forbidden();
        return { status: 200, body: simpleUser(api, token.account) };
      case 'graphql':
        return { status: 200, body: { data: { viewer: { login: token.account.login } } } };
      case 'issues/list-comments':
        return page(url, comments.map(show));
      case 'issues/create-comment': {
        if (!token.mayWrite) return forbidden();
        const mistake = checkBody(text);
        if (mistake) return mistake;
        const created = show(add(text as string, token.account));
        return { status: 201, body: created, headers: { location: created.url } };
      }
      case 'issues/update-comment': {
        if (!comment) return notFound();
        if (!token.mayWrite) return forbidden();
        const mistake = checkBody(text);
        if (mistake) return mistake;
        comment.body = text as string;
        comment.updatedAt = new Date().toISOString();
        return { status: 200, body: show(comment) };
      }
      case 'issues/delete-comment':
        if (!comment) return notFound();
        if (!token.mayWrite) return forbidden();
        remove(id);
        return { status: 204 };
    }
  };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', api);
    const body = await readJson(request);
    const operation = operationOf(request.method ?? '', url.pathname, repository, issue);
    const token = tokens.get(/^(?:token|bearer) (.+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '');
    if (!operation) return send(response, notFound());
    asked.push(operation);
    const fault = once.get(operation)?.shift() ?? always.get(operation) ?? {};
    fault.meanwhile?.();
    if (fault.delayMs) await pause(fault.delayMs, undefined, { ref: false });
    if (fault.drop === 'before') return void response.destroy();
    if (fault.status) {
      const { status, message = 'Server Error', headers = {} } = fault;
      return send(response, { status, body: refusal(status, message), headers });
    }
    if (!token) return send(response, { status: 401, body: refusal(401, 'Bad credentials') });
    const result = perform(operation, token, url, body);
    if (fault.drop === 'after') return void response.destroy();
    send(response, result, fault.truncate);
  };

  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  api = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    apiUrl: api,
    repository,
    issue,
    comments,
    asked,
    grant: (token, rights) =>
      void tokens.set(token, { account: WORKFLOW_BOT, kind: 'installation', mayWrite: true, ...rights }),
    addComment: (body, author = { login: 'reviewer', id: 9000, type: 'User' }) => add(body, author),
    removeComment: (id) => void remove(id),
    fail: (operation, ...faults) => void once.set(operation, [...(once.get(operation) ?? []), ...faults]),
    failAlways: (operation, fault) => void always.set(operation, fault),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function operationOf(method: string, path: string, repository: string, issue: number): Operation | null {
  const root = `/repos/${repository}/issues`;
  if (path === '/user' && method === 'GET') return 'users/get-authenticated';
  if (path === '/graphql' && method === 'POST') return 'graphql';
  if (path === `${root}/${issue}/comments` && method === 'GET') return 'issues/list-comments';
  if (path === `${root}/${issue}/comments` && method === 'POST') return 'issues/create-comment';
  if (!path.startsWith(`${root}/comments/`)) return null;
  if (method === 'PATCH') return 'issues/update-comment';
  return method === 'DELETE' ? 'issues/delete-comment' : null;
}

/** Thirty items a page unless asked otherwise, a hundred at most, with the links that a client has to follow. */
function page(url: URL, items: readonly unknown[]): Answer {
  const size = Math.min(100, Number(url.searchParams.get('per_page') ?? 30));
  const number = Number(url.searchParams.get('page') ?? 1);
  const last = Math.max(1, Math.ceil(items.length / size));
  const link = (to: number, rel: string) => {
    const there = new URL(url);
    there.searchParams.set('page', String(to));
    return `<${there}>; rel="${rel}"`;
  };
  const links = number < last ? [link(number + 1, 'next'), link(last, 'last')] : [];
  if (number > 1) links.push(link(number - 1, 'prev'), link(1, 'first'));
  return {
    status: 200,
    body: items.slice((number - 1) * size, number * size),
    headers: links.length > 0 ? { link: links.join(', ') } : {},
  };
}

function checkBody(text: unknown): Answer | null {
  if (typeof text !== 'string') return { status: 422, body: refusal(422, 'Invalid request.') };
  if ([...text].length <= 65_536) return null;
  const error = {
    resource: 'IssueComment',
    code: 'unprocessable',
    field: 'data',
    message: 'Body is too long (maximum is 65536 characters)',
  };
  return { status: 422, body: refusal(422, 'Validation Failed', [error]) };
}

function forbidden(): Answer {
  return { status: 403, body: refusal(403, 'Resource not accessible by integration') };
}

function notFound(): Answer {
  return { status: 404, body: refusal(404, 'Not Found') };
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const chunk of request) text += chunk;
  return text === '' ? null : JSON.parse(text);
}

function send(response: ServerResponse, answer: Answer, truncate = false): void {
  const text = answer.body === undefined ? '' : JSON.stringify(answer.body);
  const quota = { 'x-ratelimit-limit': '1000', 'x-ratelimit-remaining': '900' };
  const type = text === '' ? {} : { 'content-type': 'application/json; charset=utf-8' };
  response.writeHead(answer.status, {
    ...quota,
    ...type,
    'content-length': Buffer.byteLength(text),
    ...answer.headers,
  });
  if (!truncate) return void response.end(text);
  response.write(text.slice(0, text.length / 2), () => response.destroy());
}
