/** What a trial of a draft shows to be wrong, and what mends it. Decides only: who asks is the caller. */
import type { Draft, DraftLogin, DraftRequest, DraftSetup } from '../../config/start/draft.ts';
import { findListedId } from '../../config/start/find-listed.ts';
import { singular, variableName } from '../../config/start/literal.ts';
import type { CheckedAnswer, CheckedRequest, TargetCheck } from './checked.ts';

/** A draft that is better, and what was changed for it: sentences. */
interface Mended {
  readonly draft: Draft;
  readonly changes: readonly string[];
}

/** Paths that services often lie below. */
const USUAL_BASES = ['', '/api', '/api/v1', '/v1', '/v2', '/api/v2', '/rest'];
const USUAL_POINTERS = [
  '/token',
  '/access_token',
  '/accessToken',
  '/data/token',
  '/data/access_token',
  '/jwt',
];
/** Requests that tell whether a base path is right. */
const PROBED = 5;

/** Base paths worth a trial: those that are usual, and none; empty where what was asked is there. */
export function otherBasePaths({ basePath }: Draft, check: TargetCheck): readonly string[] {
  const statuses = [
    ...check.before.map(({ status }) => status),
    ...check.requests.map(({ answer }) => answer?.status ?? 0),
  ];
  const missing = statuses.filter((status) => status === 404).length;
  // Some refuse whoever has no token before they look whether the path is there.
  const isNoneGood = ![
    ...check.before.map(({ isGood }) => isGood),
    ...check.requests.map(isWellAnswered),
  ].includes(true);
  const isLost = isNoneGood || missing * 2 >= statuses.length;
  return isLost || check.refusal?.code === 'not-ready' ? USUAL_BASES.filter((base) => base !== basePath) : [];
}

/** A few requests below another base path, without what has to come before them. */
export function probeOf(draft: Draft, basePath: string): Draft {
  const plain = draft.requests.filter(({ path, body }) => !path.includes('{{') && body === null);
  const requests = (plain.length > 0 ? plain : draft.requests).slice(0, PROBED);
  return { ...withoutLogin(draft), basePath, ready: null, setup: [], requests, unfinished: [] };
}

/** How right a base path looks: by what is answered well, and by what is there at all, whether it lets in or not. */
export function scoreOf({ requests }: TargetCheck): number {
  const there = requests.filter(
    ({ answer }) => answer !== null && ![404, 405, 410, 501].includes(answer.status),
  );
  return there.length + 2 * requests.filter(isWellAnswered).length;
}

function isWellAnswered({ answer }: CheckedRequest): boolean {
  return answer !== null && answer.status < 400;
}

/**
 * Where the trial ended before its requests: another place of the token, a login or a list left out.
 * @param tried pointers to tokens that were tried already
 */
export function mendBefore(draft: Draft, check: TargetCheck, tried: Set<string>): Mended | null {
  const { refusal, before } = check;
  if (refusal?.code === 'not-ready' && draft.ready !== null)
    return {
      draft: { ...draft, ready: null },
      changes: [`target.ready is removed: ${draft.ready} does not respond as expected.`],
    };
  const last = before.at(-1);
  if (refusal === null || last === undefined || last.isGood) return null;
  if (last.what === 'setup')
    return dropSetup(draft, before.filter(({ what }) => what === 'setup').length - 1, last.status);
  const { login } = draft;
  if (login === null) return null;
  const isLetIn = last.status >= 200 && last.status < 400;
  if (isLetIn) {
    for (const pointer of Object.values(login.capture)) tried.add(pointer);
    const next = USUAL_POINTERS.find((pointer) => !tried.has(pointer));
    const capture: DraftLogin['capture'] = next === undefined ? {} : { token: next };
    const mended = { ...draft, login: { ...login, capture, comment: null } };
    if (next !== undefined)
      return { draft: mended, changes: [`the login's token is now read from ${next}.`] };
    if (draft.cookies) return null;
    return {
      draft: { ...mended, cookies: true, headers: withoutToken(draft.headers) },
      changes: ["the login's response has no token, so its cookies are kept (cookies: true)."],
    };
  }
  return { draft: withoutLogin(draft), changes: [`the login is left out: its response was ${last.status}.`] };
}

/** Values of paths that are not there, or that nobody knew, from lists that were answered; null where none fits. */
export function fillFromLists(draft: Draft, check: TargetCheck): Mended | null {
  let setup: readonly DraftSetup[] = draft.setup;
  const changes: string[] = [];
  const given = new Set(setup.flatMap(({ capture }) => Object.keys(capture)));
  const fill = (request: DraftRequest): DraftRequest | null => {
    const [, prefix = '', template = '', rest = ''] =
      /^([^?{]+)\/\{\{([^{}]+)\}\}(.*)$/.exec(request.path) ?? [];
    if (prefix === '' || template.startsWith('env.') || given.has(template) || rest.includes('{{'))
      return null;
    const pointer = pointerIn(draft, check, prefix);
    if (pointer === null) return null;
    const wanted = template.includes(' ')
      ? `${singular(variableName(prefix.split('/').at(-1) ?? ''))}_id`
      : template;
    const known = setup.find(({ path }) => path === prefix);
    const name = Object.entries(known?.capture ?? {}).find(([, at]) => at === pointer)?.[0] ?? wanted;
    const entry = { path: prefix, capture: { ...known?.capture, [name]: pointer } };
    setup = [...setup.filter((one) => one !== known), entry];
    changes.push(`${request.name}: its path uses the first item that GET ${prefix} lists.`);
    return { ...request, path: `${prefix}/{{${name}}}${rest}`, comment: null };
  };
  const requests = draft.requests.map((request) => {
    const answer = check.requests.find(({ name }) => name === request.name)?.answer;
    return answer?.isExpected === false && answer.status < 500 ? (fill(request) ?? request) : request;
  });
  const filled = draft.unfinished.map((request) => ({
    request,
    better: request.comment?.startsWith('Set ') && request.method === 'GET' ? fill(request) : null,
  }));
  if (changes.length === 0) return null;
  return {
    draft: {
      ...draft,
      setup,
      requests: [...requests, ...filled.flatMap(({ better }) => better ?? [])],
      unfinished: filled.flatMap(({ request, better }) => (better === null ? [request] : [])),
      variables: draft.variables.filter(
        ({ name }) => !setup.some(({ capture }) => Object.hasOwn(capture, name)),
      ),
    },
    changes,
  };
}

/** Statuses as they are, and without what is not answered well. */
export function mendRequests(draft: Draft, check: TargetCheck): Mended {
  const changes: string[] = [];
  const requests = draft.requests.flatMap((request) => {
    const checked = check.requests.find(({ name }) => name === request.name);
    const { keeps, expect, says } = decide(checked);
    if (says !== null) changes.push(`${request.name}: ${says}`);
    if (!keeps) return [];
    return [expect === null ? request : { ...request, expect }];
  });
  const used = (name: string) => requests.some(({ path }) => path.includes(`{{${name}}}`));
  return {
    draft: {
      ...draft,
      requests,
      variables: draft.variables.filter(({ name }) => used(name)),
      setup: draft.setup.filter(({ capture }) => Object.keys(capture).some(used)),
    },
    changes,
  };
}

function decide(checked: CheckedRequest | undefined): {
  keeps: boolean;
  expect: readonly number[] | null;
  says: string | null;
} {
  const drop = (says: string) => ({ keeps: false, expect: null, says: `left out, ${says}` });
  if (checked === undefined) return drop('because it was not sent.');
  const { answer, failure } = checked;
  if (answer === null) return drop(`because it got no response (${failure?.code ?? 'no answer'}).`);
  if (answer.isExpected) return { keeps: true, expect: null, says: null };
  const { status } = answer;
  if (isLoginPage(answer)) return drop(`because it redirects to a login (${status}).`);
  if (status >= 200 && status < 400)
    return { keeps: true, expect: [status], says: `expect is now ${status}, the status of its response.` };
  return drop(`because its response was ${status}.`);
}

function isLoginPage({ status, location }: CheckedAnswer): boolean {
  return status >= 300 && status < 400 && /log-?in|sign-?in|auth|sso/i.test(location ?? '');
}

function dropSetup(draft: Draft, index: number, status: number): Mended | null {
  const gone = draft.setup[index];
  if (gone === undefined) return null;
  const names = Object.keys(gone.capture);
  const takes = ({ path }: DraftRequest) => names.some((name) => path.includes(`{{${name}}}`));
  const left = draft.requests.filter(takes).map(({ name }) => name);
  const why = status >= 200 && status < 300 ? 'lists nothing that fits' : `returned ${status}`;
  return {
    draft: {
      ...draft,
      setup: draft.setup.filter((one) => one !== gone),
      requests: draft.requests.filter((one) => !takes(one)),
    },
    changes: [`left out, because GET ${gone.path} ${why}: ${left.join(', ')}.`],
  };
}

function withoutLogin(draft: Draft): Draft {
  return { ...draft, login: null, cookies: false, headers: withoutToken(draft.headers) };
}

function withoutToken(headers: Draft['headers']): Draft['headers'] {
  return Object.fromEntries(Object.entries(headers).filter(([, value]) => !value.includes('{{token}}')));
}

/** Of the response of the request that lists what lies below a path. */
function pointerIn(draft: Draft, check: TargetCheck, path: string): string | null {
  const list = draft.requests.find((one) => one.method === 'GET' && one.path.replace(/\?.*$/s, '') === path);
  const answer = check.requests.find(({ name }) => name === list?.name)?.answer;
  if (!answer?.isExpected) return null;
  try {
    return findListedId(JSON.parse(answer.body), 'id');
  } catch {
    return null;
  }
}
