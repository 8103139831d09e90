import { mainErrorsOf } from '../../../src/judgement/main-errors.ts';
import { describeMainErrors } from '../../../src/report/words/main-errors.ts';
import fc from '../../fast-check.ts';
import { makeMeasurement, makePlan, makeRequest } from '../../judgement/make.ts';
import { drawn } from '../../part.ts';

/** Errors of each request name: statuses, timeouts, broken connections. */
type Errors = Readonly<
  Record<
    string,
    { readonly statuses?: Record<string, number>; readonly timeouts?: number; readonly sockets?: number }
  >
>;

function tell(errors: Errors): string | null {
  const names = Object.keys(errors);
  const plan = makePlan({ scenario: { logins: [], requests: names.map((name) => makeRequest({ name })) } });
  const endpoints = Object.fromEntries(
    Object.entries(errors).map(([name, shape]) => [name, { requests: 100_000, batches: 0, ...shape }]),
  );
  return describeMainErrors(mainErrorsOf(makeMeasurement({ whole: { batches: 0 }, endpoints }, plan)));
}

test.each<[Errors, string | null]>([
  [{ a: {}, b: {} }, null],
  [{ a: { statuses: { 400: 1 } }, b: {} }, 'all of them 400 responses to a'],
  [{ a: { statuses: { 400: 60 } }, b: { statuses: { 400: 40 } } }, 'all of them 400 responses to a and b'],
  // 974 of 3,652 was told as "all of them 400 responses to expense" once.
  [
    {
      expense: { statuses: { 400: 974 } },
      unit: { statuses: { 400: 693 } },
      owner: { statuses: { 400: 690 } },
      lot: { statuses: { 400: 650 } },
      lease: { statuses: { 400: 645 } },
    },
    'all of them 400 responses, most often to expense (974 of 3,652)',
  ],
  [
    { a: { statuses: { 400: 80 } }, b: { statuses: { 400: 15 } }, c: { statuses: { 400: 5 } } },
    'all of them 400 responses, mostly to a',
  ],
  // 108 of 459 was told as "mostly" once.
  [
    { a: { statuses: { 400: 108, 500: 100 } }, b: { timeouts: 131 }, c: { sockets: 120 } },
    'most often timeouts (131 of 459), besides 120 × broken connection and 108 × HTTP 400',
  ],
  [
    {
      a: { statuses: { 400: 108 } },
      ...Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`r${i}`, { statuses: { 400: 19 } }])),
      b: { timeouts: 180 },
    },
    'mostly 400 responses, most often to a (108 of 459), besides 180 × timeout',
  ],
  [
    { a: { statuses: { 400: 300 } }, b: { timeouts: 159 } },
    'mostly 400 responses to a, besides 159 × timeout',
  ],
  [{ a: { statuses: { 500: 9 }, timeouts: 1 } }, 'mostly 500 responses to a, besides 1 × timeout'],
  [
    { a: { statuses: { 500: 1 } }, b: { timeouts: 1 } },
    'most often 500 responses (1 of 2), besides 1 × timeout',
  ],
  [
    Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`r${i}`, { sockets: 10 }])),
    'all of them broken connections of many requests',
  ],
])('%j: %s', (errors, words) => {
  expect(tell(errors)).toBe(words);
});

const count = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 5000 }));
const errorsOf = fc.record({
  statuses: fc.record({ 400: count, 500: count, 502: count, 503: count }),
  timeouts: count,
  sockets: count,
});
const names = ['ask', 'list', 'make', 'drop', 'edit', 'find'];
const anyErrors = fc
  .array(errorsOf, { minLength: 1, maxLength: names.length })
  .map((each): Errors => Object.fromEntries(each.map((one, i) => [names[i], one])));

const WORDS: Readonly<Record<string, string>> = { timeout: 'timeouts', 'broken connection': 'sockets' };
const number = (text = '') => Number(text.replaceAll(',', ''));

/** How many errors of that noun these requests had, counted anew from the raw numbers. */
function counted(errors: Errors, noun: string, among: readonly string[] = Object.keys(errors)): number {
  const key = WORDS[noun.replace(/s$/, '')];
  return among.reduce((sum, name) => {
    const one = errors[name] ?? {};
    const status = /^(\d{3}) /.exec(noun)?.[1] ?? '';
    return sum + (key ? Number(one[key as 'timeouts'] ?? 0) : (one.statuses?.[status] ?? 0));
  }, 0);
}

test('no share is told that the counts do not hold', () => {
  fc.assert(
    fc.property(anyErrors, (errors) => {
      const nouns = [
        '400 responses',
        '500 responses',
        '502 responses',
        '503 responses',
        'timeouts',
        'broken connections',
      ];
      const total = nouns.reduce((sum, noun) => sum + counted(errors, noun), 0);
      const told = tell(errors);
      if (total === 0) return expect(told).toBeNull();
      const [head = '', besides = ''] = (told ?? '').split(', besides ');
      const noun = /\d{3} responses|timeouts|broken connections/.exec(head)?.[0] ?? '';
      const place = /(?: to| of) ((?:ask|list|make|drop|edit|find).*?)(?: \(|$)/.exec(head)?.[1] ?? '';
      const named = names.filter((name) => new RegExp(`\\b${name}\\b`).test(place));
      const ofKind = counted(errors, noun);
      // It is the most frequent, whatever is said of it.
      expect(ofKind).toBe(Math.max(...nouns.map((one) => counted(errors, one))));
      if (head.startsWith('all of them')) expect(ofKind).toBe(total);
      if (head.startsWith('mostly')) expect(ofKind).toBeGreaterThan(total / 2);
      if (head.startsWith('most often')) expect(ofKind).toBeLessThanOrEqual(total / 2);
      const share = / \(([\d,]+) of ([\d,]+)\)$/.exec(head);
      if (share) expect(number(share[2])).toBe(total);
      // Names that "and 2 more" stand for are counted, too: only where all are there can they be counted anew.
      if (named.length > 0 && !/ more$/.test(place)) {
        const there = counted(errors, noun, named);
        if (share) expect(number(share[1])).toBe(there);
        else if (head === `all of them ${noun} ${noun.endsWith('responses') ? 'to' : 'of'} ${place}`)
          expect(there).toBe(total);
        else expect(there).toBeGreaterThan(total / 2);
      } else if (share && named.length === 0) expect(number(share[1])).toBe(ofKind);
      for (const [, many, what = ''] of besides.matchAll(
        /([\d,]+) × (HTTP \d{3}|timeout|broken connection)/g,
      )) {
        expect(number(many)).toBe(counted(errors, what.replace(/^HTTP (\d+)$/, '$1 response')));
        expect(number(many)).toBeGreaterThanOrEqual(total / 10);
      }
    }),
    { numRuns: drawn(2000, 400) },
  );
});
