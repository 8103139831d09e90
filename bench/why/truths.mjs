/** What is planted in the preview, and what has to be told first of it. Base and head differ in nothing else. */

/** Expenses that both sides begin with: without its index the list reads them all. */
const ROWS = 20_000;

const expenses = ['list expenses'];
const newExpenses = ['create maintenance expense', 'create utilities expense', 'create insurance expense'];
const newMeetings = ['create ordinary meeting', 'create extraordinary meeting'];

/**
 * @typedef {object} Truth
 * @property {string} name
 * @property {string} planted for the table
 * @property {string} expected for the table
 * @property {string[]} base flags of the preview
 * @property {string[]} head
 * @property {string} [gate] the percentile; P99 unless told otherwise
 * @property {readonly string[] | null} requests that may be told to carry the shift before it; null: any, since it is in
 *   no single one
 * @property {((first: any) => boolean) | null} isNamed whether the first explanation is the right one; null: there may be
 *   none
 */

/** @type {readonly Truth[]} */
export const TRUTHS = [
  {
    name: 'missing-index',
    planted: 'the index of `GET expenses` is gone',
    expected: 'the statement that reads the expenses takes longer',
    base: ['--rows', String(ROWS)],
    head: ['--rows', String(ROWS), '--trouble', 'missing-index'],
    requests: expenses,
    isNamed: (first) => isStatement(first, /^select .* from tailgate_preview\.expenses /) && first.isSlower,
  },
  {
    name: 'n-plus-one',
    planted: '`GET expenses` asks for the building of each record by itself',
    expected: 'the statement that reads a building is asked more often',
    base: [],
    head: ['--trouble', 'n-plus-one'],
    requests: expenses,
    isNamed: (first) =>
      isStatement(first, /^select name from tailgate_preview\.buildings /) && first.isOftener,
  },
  {
    name: 'cpu-loop',
    planted: '`GET owners` computes for 6 ms',
    expected: 'CPU per request',
    base: [],
    head: ['--trouble', 'cpu-loop'],
    requests: null,
    isNamed: (first) => isResource(first, 'cpu'),
  },
  {
    name: 'lock',
    planted: '`POST expenses` holds one lock for 8 ms',
    expected: 'waiting for locks of the database',
    base: [],
    head: ['--trouble', 'lock'],
    requests: newExpenses,
    isNamed: (first) => isResource(first, 'lock-wait'),
  },
  {
    name: 'pool',
    planted:
      'a pool of 1 connection in place of 15, where `POST expenses` holds one for 8 ms on either side; P50 is gated',
    expected: 'waiting for a connection of the pool',
    base: ['--trouble', 'lock'],
    head: ['--trouble', 'lock', '--pool', '1'],
    gate: 'p50',
    requests: null,
    isNamed: (first) => isResource(first, 'pool-wait'),
  },
  {
    name: 'garbage',
    planted: '`GET meetings` leaves 20,000 objects each time',
    expected: 'collecting garbage',
    base: [],
    head: ['--trouble', 'garbage'],
    requests: null,
    isNamed: (first) => isResource(first, 'collection'),
  },
  {
    name: 'downstream',
    planted: 'the service that is told of new meetings takes 40 ms in place of 2 ms',
    expected: 'the duration `downstream` of Server-Timing',
    base: ['--downstream', '2ms'],
    head: ['--downstream', '40ms'],
    requests: newMeetings,
    isNamed: (first) =>
      first.kind === 'server-timing' && first.name === 'downstream' && newMeetings.includes(first.endpoint),
  },
  {
    name: 'same',
    planted: 'nothing: both sides are the same',
    expected: 'nothing',
    base: [],
    head: [],
    requests: [],
    isNamed: null,
  },
];

/**
 * Requests that carry a shift say where it is, and not what it is: the first of all else has to be right, and so has each
 * request that is told before it.
 * @param {Truth} truth
 * @param {{ found: any[] } | undefined} why
 */
export function isToldFirst({ isNamed, requests }, why) {
  const found = why?.found ?? [];
  if (isNamed === null) return found.length === 0;
  const at = found.findIndex(({ kind }) => kind !== 'endpoint');
  const before = found.slice(0, Math.max(0, at));
  return (
    at >= 0 &&
    isNamed(found[at]) &&
    (requests === null || before.every(({ endpoint }) => requests.includes(endpoint)))
  );
}

function isStatement(first, text) {
  return first.kind === 'statement' && text.test(first.text);
}

function isResource(first, what) {
  return first.kind === 'resource' && first.what === what;
}
