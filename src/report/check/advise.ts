/** What to change where a request is not answered as it was expected; sentences, nothing escaped. */
import type { Plan } from '../../config/plan.ts';
import { urlOf } from '../../config/target/location.ts';
import type { CheckedAnswer, CheckedRequest } from '../../engine/check/checked.ts';
import { complainedFields } from './error-fields.ts';

/** What holds for all requests together. */
interface CheckContext {
  readonly plan: Plan;
  readonly requests: readonly CheckedRequest[];
}

/** Empty where the request is answered as expected. */
export function adviseOnAnswer(one: CheckedRequest, context: CheckContext): readonly string[] {
  const { answer, failure } = one;
  if (answer === null) return [adviseOnFailure(failure?.code ?? '', failure?.says ?? '', context)];
  if (answer.isExpected) return [];
  const { status } = answer;
  const told = TOLD.find(({ of }) => of(status));
  return [...(told?.say(one, answer, context) ?? []), ...adviseExpect(one, answer)];
}

/** What is worth a look where a request is answered as expected. */
export function remarksOn({ answer }: CheckedRequest, { requests }: CheckContext): readonly string[] {
  if (answer === null) return [];
  const isPage = (of: CheckedAnswer | null) => /^text\/html\b/i.test(of?.contentType ?? '');
  if (isPage(answer) && !requests.every((one) => isPage(one.answer))) {
    return [
      'it returned an HTML page, other requests did not: a service with a single-page app returns one for any path, even one that does not exist',
    ];
  }
  if (/^\s*\{\s*"errors"\s*:\s*\[\s*\{/.test(answer.body)) {
    return [
      'it lists errors with a success status, as GraphQL does: Tailgate counts it as a success (set graphql: true to change that)',
    ];
  }
  return [];
}

type Say = (one: CheckedRequest, answer: CheckedAnswer, context: CheckContext) => readonly string[];

const is =
  (...statuses: readonly number[]) =>
  (status: number) =>
    statuses.includes(status);

const TOLD: readonly { readonly of: (status: number) => boolean; readonly say: Say }[] = [
  { of: is(401, 403), say: adviseLogin },
  { of: is(404, 410), say: advisePath },
  { of: is(405), say: adviseMethod },
  { of: is(400, 422), say: adviseFields },
  {
    of: is(406),
    say: () => [
      'it has no such representation: set the header accept to one that it has, such as application/json',
    ],
  },
  {
    of: is(411, 413),
    say: () => ['its body was rejected for its length: send one as users do'],
  },
  {
    of: is(415),
    say: ({ headers }) => [
      headers.includes('content-type')
        ? 'it expects a different kind of body: set the header content-type accordingly'
        : 'the body has no content-type: set it in headers, or write the body as json',
    ],
  },
  {
    of: is(429),
    say: (_, { retryAfter }) => [
      `a rate limiter rejected it${retryAfter === null ? '' : ` (Retry-After ${retryAfter})`}: raise the limit for the preview, because a load sends many more requests`,
    ],
  },
  { of: (status) => status >= 300 && status < 400, say: adviseRedirect },
  {
    of: (status) => status >= 500,
    say: () => ['the service itself failed: see its log; nothing in tailgate.yml can fix that'],
  },
];

/** Where the status may be what is meant. */
function adviseExpect({ expect }: CheckedRequest, { status }: CheckedAnswer): readonly string[] {
  const asked = expect === null ? 'any 2xx' : expect.join(', ');
  const isGood = status >= 200 && status < 300;
  if (isGood) return [`it returned ${status}, but expect says ${asked}: set expect: ${status}`];
  return status < 500 && status !== 429 ? [`if ${status} is intended, set expect: ${status}`] : [];
}

function adviseLogin(
  { isLoggedIn, headers }: CheckedRequest,
  { status }: CheckedAnswer,
  { plan }: CheckContext,
) {
  const [login] = plan.scenario.logins;
  if (isLoggedIn) {
    return [
      status === 401
        ? 'it carries what the login captured, but that is not accepted: check that scenario.login.capture takes the right value, and that the header has the right form, such as "Bearer {{token}}"'
        : 'it carries what the login captured, but that account may not do this: log in with one that may',
    ];
  }
  if (login !== undefined) {
    const { name } = login.inspection?.captures[0] ?? { name: 'token' };
    return [`it does not use the login: add { authorization: "Bearer {{${name}}}" } to scenario.headers`];
  }
  if (headers.some((header) => ['authorization', 'cookie', 'x-api-key'].includes(header)))
    return ['its credentials are not accepted: check the TAILGATE_ variable that the header uses'];
  return ['it needs a login: add scenario.login, and put its captured token into scenario.headers'];
}

function advisePath({ path }: CheckedRequest, _: CheckedAnswer, { plan, requests }: CheckContext) {
  const { basePath } = plan.target;
  if (basePath !== undefined && path.startsWith(`${basePath}/`)) {
    return [`${basePath} is both in --target-url and in the path: remove it from the path, or from the URL`];
  }
  const all = requests.filter(({ answer }) => answer !== null);
  if (all.length > 1 && all.every(({ answer }) => answer?.status === 404)) {
    return [
      `nothing is found below ${urlOf(plan.target)}: if the service is below a path, the URL has to include it, as in --target-url ${plan.target.origin}/path`,
    ];
  }
  return [
    'there is no such path, or no such record: check the path and the ids in it, which this environment may not have',
  ];
}

function adviseMethod({ method }: CheckedRequest, { allow }: CheckedAnswer) {
  const takes = allow === null || allow === '' ? 'a different method' : allow;
  return [`the path accepts ${takes}, not ${method}`];
}

function adviseRedirect(_: CheckedRequest, { location }: CheckedAnswer, { plan }: CheckContext) {
  const { origin, basePath = '' } = plan.target;
  if (location === null || !URL.canParse(location, `${origin}/`))
    return ['it redirects, and redirects are not followed'];
  const to = new URL(location, `${origin}/`);
  const place = to.origin === origin ? to.pathname : to.origin + to.pathname;
  if (/log[-_]?in|sign[-_]?in|sso|oauth|auth/i.test(to.href.replace(/[?#].*$/s, ''))) {
    return [
      `it redirects to ${place}, a login: put the header that opens the preview into scenario.headers, or log in with scenario.login`,
    ];
  }
  if (to.origin !== origin) return [`it redirects to ${place}: set --target-url to that environment`];
  const path = place.startsWith(`${basePath}/`) ? place.slice(basePath.length) : place;
  return [`it redirects to ${path}, and redirects are not followed: use that path`];
}

function adviseFields({ sentFields, method }: CheckedRequest, { body }: CheckedAnswer) {
  const fields = complainedFields(body);
  if (fields.length === 0)
    return [`its ${method === 'GET' ? 'query' : 'body'} was rejected: see what it says`];
  const isSent = (field: string) => sentFields?.includes(field.split('.').at(-1) ?? '') === true;
  const listOf = (some: typeof fields) =>
    some.map(({ field, says }) => (says === '' ? `“${field}”` : `“${field}” (${says})`)).join(', ');
  const missing = fields.filter(({ field }) => !isSent(field));
  const refused = fields.filter(({ field }) => isSent(field));
  const where = method === 'GET' || method === 'HEAD' ? 'query' : 'json';
  return [
    ...(missing.length > 0 ? [`it lacks ${listOf(missing)}: add this to the request's ${where}`] : []),
    ...(refused.length > 0 ? [`these values were rejected: ${listOf(refused)}`] : []),
  ];
}

function adviseOnFailure(code: string, says: string, { plan }: CheckContext): string {
  if (code === 'TIMEOUT') {
    return `${says}: it takes longer than load.timeout, ${plan.load.timeoutMs / 1000} s, so each one would be an error`;
  }
  return `no response came: ${says}`;
}
