import type { BareRepository } from './bare-repository.ts';
import type { Operation } from './operations.ts';
import type { Account } from './shapes.ts';
import type { State } from './state.ts';

export interface Token {
  readonly account: Account;
  /** GitHub Apps' tokens, GITHUB_TOKEN among them, may not read GET /user. */
  readonly kind: 'installation' | 'user';
  readonly mayWrite: boolean;
  /** Operations that are answered 403, as where the job's `permissions:` leave something out. */
  readonly mayNot?: readonly Operation[];
}

/** A request that is allowed and fits the description. */
export interface Call {
  readonly operation: Operation;
  readonly method: string;
  /** The path's placeholders, decoded; `owner` and `repo` name this repository. */
  readonly params: Readonly<Record<string, string>>;
  readonly url: URL;
  readonly query: URLSearchParams;
  /** The JSON body, whose fields have the described types. */
  // biome-ignore lint/suspicious/noExplicitAny: ajv has checked it against the operation's schema.
  readonly body: any;
  readonly token: Token;
  /** What the client would like to have, as `application/vnd.github.raw+json`. */
  readonly accept: string;
}

export interface Surroundings {
  readonly state: State;
  readonly git: BareRepository;
  /** What the API lies below. */
  readonly api: string;
  /** Origin of downloads. */
  readonly blobs: string;
  /** Entries of a tree that one response holds. */
  readonly treeLimit: number;
}

export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  /** In place of a JSON body, where the client asked for it. */
  readonly raw?: Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}

export type Handler = (call: Call, around: Surroundings) => Answer | Promise<Answer>;
export type Handlers = Partial<Record<Operation, Handler>>;

export const ok = (body: unknown): Answer => ({ status: 200, body });

export const created = <T extends { url: string }>(body: T): Answer => ({
  status: 201,
  body,
  headers: { location: body.url },
});

export const forbidden = () => refuse(403, 'Resource not accessible by integration');
export const notFound = () => refuse(404, 'Not Found');

export function refuse(status: number, message: string, errors?: readonly object[]): Answer {
  return { status, body: refusal(status, message, errors) };
}

export function refusal(status: number, message: string, errors?: readonly object[]) {
  return {
    message,
    ...(errors ? { errors } : {}),
    documentation_url: 'https://docs.github.com/rest',
    status: String(status),
  };
}

/** Thirty items a page unless asked otherwise, a hundred at most, with the links that a client has to follow. */
export function page(
  { url, query }: Call,
  items: readonly unknown[],
  wrap?: (shown: unknown[]) => object,
): Answer {
  const size = Math.max(1, Math.min(100, Number(query.get('per_page') ?? 30)));
  const number = Number(query.get('page') ?? 1);
  const last = Math.max(1, Math.ceil(items.length / size));
  const link = (to: number, rel: string) => {
    const there = new URL(url);
    there.searchParams.set('page', String(to));
    return `<${there}>; rel="${rel}"`;
  };
  const links = number < last ? [link(number + 1, 'next'), link(last, 'last')] : [];
  if (number > 1) links.push(link(number - 1, 'prev'), link(1, 'first'));
  const shown = items.slice((number - 1) * size, number * size);
  return {
    status: 200,
    body: wrap ? wrap(shown) : shown,
    headers: links.length > 0 ? { link: links.join(', ') } : {},
  };
}
