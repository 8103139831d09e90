/**
 * Where the tests' GitHub lies: as github.com does, or as an Enterprise Server, whose API is below /api/v3 of its own
 * address, with GraphQL beside that. `TAILGATE_GITHUB=enterprise` has every test that starts a GitHub start such a one.
 */
export type Kind = 'github.com' | 'enterprise';

const ADDRESSES: Readonly<Record<Kind, string>> = {
  'github.com': 'https://github.com',
  enterprise: 'https://github.corp.example',
};

/** What tests start unless they say which. */
export const KIND = readKind(process.env.TAILGATE_GITHUB ?? 'github.com');

/** Where people see that one: `GITHUB_SERVER_URL`. */
export const SERVER_URL = serverUrlOf(KIND);

/**
 * Whether a fork's result can be published: that takes an artifact with a digest, as version 4 of the actions uploads
 * it. An Enterprise Server has none; enterprise-server.test.ts shows what becomes of a fork's result there.
 */
export const PUBLISHES = KIND !== 'enterprise';

/** A name that is misspelt would run everything as if nothing had been asked for. */
function readKind(name: string): Kind {
  if (name in ADDRESSES) return name as Kind;
  throw new Error(`TAILGATE_GITHUB is ${name}; there are ${Object.keys(ADDRESSES).join(' and ')}.`);
}

export function serverUrlOf(kind: Kind): string {
  return ADDRESSES[kind];
}

/** What the API lies below, and where GraphQL is, from the root of the API's host. */
export const PATHS: Readonly<Record<Kind, { readonly rest: string; readonly graphql: string }>> = {
  'github.com': { rest: '', graphql: '/graphql' },
  enterprise: { rest: '/api/v3', graphql: '/api/graphql' },
};

/** The API as payloads of that server name it. */
export function apiOf(serverUrl: string): string {
  return serverUrl === ADDRESSES.enterprise
    ? `${serverUrl}${PATHS.enterprise.rest}`
    : 'https://api.github.com';
}

/** The server whose API it is, as links to pages name it; the tests' own listens on loopback. */
export function pagesOf(apiUrl: string): string {
  return ADDRESSES[apiUrl.endsWith(PATHS.enterprise.rest) ? 'enterprise' : 'github.com'];
}

/** Domain of the addresses that the server gives those who keep theirs to themselves. */
export function noReplyDomain(serverUrl: string): string {
  return `users.noreply.${new URL(serverUrl).hostname}`;
}
