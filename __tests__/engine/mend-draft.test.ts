/** Values of paths from lists that were answered: what a trial shows, and what is made of it. */
import type { Draft, DraftRequest } from '../../src/config/start/draft.ts';
import type { CheckedRequest, TargetCheck } from '../../src/engine/check/checked.ts';
import { fillFromLists } from '../../src/engine/check/mend-draft.ts';

const request = (path: string, more: Partial<DraftRequest> = {}): DraftRequest => ({
  name: `GET ${path}`,
  weight: 1,
  method: 'GET',
  path,
  headers: {},
  body: null,
  expect: null,
  comment: null,
  ...more,
});

const draftOf = (more: Partial<Draft>): Draft => ({
  source: 'an access log',
  basePath: '',
  headers: {},
  variables: [],
  login: null,
  cookies: false,
  setup: [],
  requests: [],
  unfinished: [],
  ready: null,
  notes: [],
  ...more,
});

const answered = (
  { name, method, path }: DraftRequest,
  status: number,
  body: unknown = '',
): CheckedRequest => ({
  name,
  method,
  path,
  expect: null,
  isLoggedIn: false,
  headers: [],
  sentFields: [],
  ms: 3,
  unmet: null,
  failure: null,
  answer: {
    status,
    isExpected: status >= 200 && status < 300,
    bytes: 2,
    body: typeof body === 'string' ? body : JSON.stringify(body),
    unread: null,
    contentType: 'application/json',
    allow: null,
    location: null,
    retryAfter: null,
  },
});

const checkOf = (...requests: CheckedRequest[]): TargetCheck => ({
  refusal: null,
  before: [],
  requests,
  probes: [],
  cleanup: [],
});

const LIST = request('/orders');
const ONE = request('/orders/{{order_id}}');
const GONE = { variables: [{ name: 'order_id', value: '17' }], requests: [LIST, ONE] };

test('a value that is gone comes from the list beside it, and its variable goes', () => {
  const check = checkOf(answered(LIST, 200, { data: [{ id: 811 }, { id: 812 }] }), answered(ONE, 404));
  expect(fillFromLists(draftOf(GONE), check)).toEqual({
    draft: draftOf({
      requests: [LIST, ONE],
      setup: [{ path: '/orders', capture: { order_id: '/data/0/id' } }],
    }),
    changes: ['GET /orders/{{order_id}}: its path uses the first item that GET /orders lists.'],
  });
});

test('values that were picked are replaced by one of the list, with what stands behind them', () => {
  const picked = request('/orders/{{pick 1 2 3}}/items?page=2');
  const draft = draftOf({ requests: [LIST, picked] });
  const filled = fillFromLists(draft, checkOf(answered(LIST, 200, [{ id: 'a7' }]), answered(picked, 404)));
  expect(filled?.draft.requests[1]?.path).toBe('/orders/{{order_id}}/items?page=2');
  expect(filled?.draft.setup).toEqual([{ path: '/orders', capture: { order_id: '/0/id' } }]);
});

test('what was to be filled in is asked, and leaves the comments; two paths share one request of the list', () => {
  const open = request('/orders/{{id}}/lines', {
    comment: 'Set what its path takes under scenario.variables: id.',
  });
  const bodiless = request('/orders/{{id}}', { method: 'PUT', comment: 'Fill in its body.' });
  const draft = draftOf({ ...GONE, unfinished: [open, bodiless] });
  const filled = fillFromLists(draft, checkOf(answered(LIST, 200, [{ id: 5 }]), answered(ONE, 404)));
  expect(filled?.draft.requests.map(({ path, comment }) => [path, comment])).toEqual([
    ['/orders', null],
    ['/orders/{{order_id}}', null],
    ['/orders/{{order_id}}/lines', null],
  ]);
  expect(filled?.draft.setup).toHaveLength(1);
  expect(filled?.draft.unfinished).toEqual([bodiless]);
});

test.each<[string, readonly CheckedRequest[]]>([
  ['it is answered well', [answered(LIST, 200, [{ id: 5 }]), answered(ONE, 200)]],
  ['the service broke', [answered(LIST, 200, [{ id: 5 }]), answered(ONE, 500)]],
  ['the list is empty', [answered(LIST, 200, []), answered(ONE, 404)]],
  ['the list was refused', [answered(LIST, 403, [{ id: 5 }]), answered(ONE, 404)]],
  ['the list is a page', [answered(LIST, 200, '<html>'), answered(ONE, 404)]],
  ['the things of the list have no id', [answered(LIST, 200, [{ title: 'x' }]), answered(ONE, 404)]],
  ['nobody asked for it', []],
])('nothing is filled in where %s', (_, requests) => {
  expect(fillFromLists(draftOf(GONE), checkOf(...requests))).toBeNull();
});

test.each([
  '/orders/{{env.TAILGATE_PATH}}',
  '/orders/{{id}}/lines/{{line}}',
  '/search?q={{id}}',
])('nor in %s: a secret, one of two values, a query', (path) => {
  const one = request(path);
  const draft = draftOf({ requests: [LIST, one] });
  expect(fillFromLists(draft, checkOf(answered(LIST, 200, [{ id: 5 }]), answered(one, 404)))).toBeNull();
});
