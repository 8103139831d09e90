import type { Retries } from '../../src/evidence/result/figures.ts';
import { publicationOf } from '../../src/report/publication.ts';
import type { Publication } from '../../src/report/report.ts';
import { attemptsFact, retrySentences } from '../../src/report/view/retries.ts';
import { describeDifference } from '../../src/report/words/conditions.ts';
import { formatRatio } from '../../src/report/words/format.ts';
import { wordsIn } from '../../src/report/words/language.ts';
import { pass } from './cases.ts';
import { interleavedPass } from './interleaved-cases.ts';

const RETRIES: Retries = {
  attempts: 1300,
  repeated: 300,
  recovered: 250,
  givenUp: 0,
  after: { status: { 503: 290 }, timeout: 10, socket: 0, unanswered: 0 },
};

/** The passing run as if 1,000 requests had taken that. */
function told(
  publication: Publication,
  retries: Partial<Retries>,
  side: 'target' | 'base' = 'target',
): Publication {
  const all = { ...RETRIES, ...retries };
  const figures = { requests: 1000, retries: all, attemptsPerRequest: all.attempts / 1000 };
  const { result } = publication;
  const { metrics, interleaved } = result;
  if (side === 'base') {
    const base = interleaved && { ...interleaved, metrics: { ...interleaved.metrics, ...figures } };
    return { ...publication, result: { ...result, interleaved: base } };
  }
  return { ...publication, result: { ...result, metrics: metrics && { ...metrics, ...figures } } };
}

const alone = publicationOf(pass);

test('what was sent again is told with its reasons, and what it was good for', () => {
  expect(retrySentences(told(alone, {}))).toEqual([
    '1,000 requests took 1,300 attempts (1.30 per request), retried after 290 × HTTP 503, 10 × timeout: 250 succeeded on a retry.',
  ]);
  const single = {
    attempts: 1001,
    repeated: 1,
    recovered: 1,
    after: { ...RETRIES.after, status: { 429: 1 }, timeout: 0 },
  };
  expect(retrySentences(told(alone, single))).toEqual([
    '1,000 requests took 1,001 attempts (1.001 per request), retried after 1 × HTTP 429: 1 succeeded on a retry.',
  ]);
});

test('so are those that gave up, and the requests that took most', () => {
  const busy = told(alone, { givenUp: 12 });
  const [first, second, ...others] = busy.result.endpoints;
  if (!first || !second) throw new Error('the example has fifteen requests');
  const endpoints = [
    { ...first, metrics: { ...first.metrics, attemptsPerRequest: 1.2 } },
    { ...second, metrics: { ...second.metrics, attemptsPerRequest: 2.5 } },
    ...others.map((one) => ({ ...one, metrics: { ...one.metrics, attemptsPerRequest: 1 } })),
  ];
  const [sentence] = retrySentences({ ...busy, result: { ...busy.result, endpoints } });
  expect(sentence).toContain(`(1.30 per request; ${second.name} 2.50 and ${first.name} 1.20)`);
  expect(sentence).toContain(', and 12 had no time or room left to wait.');
});

test('where nothing was sent again there is nothing to tell', () => {
  expect(retrySentences(alone)).toEqual([]);
  expect(attemptsFact(alone.result, wordsIn('en'))).toBeNull();
  const idle = told(alone, {
    attempts: 1000,
    repeated: 0,
    recovered: 0,
    after: { ...RETRIES.after, status: {}, timeout: 0 },
  });
  expect(retrySentences(idle)).toEqual([]);
  expect(attemptsFact(idle.result, wordsIn('en'))).toBe(
    '1 per request; latency, throughput and errors are per request, waits included',
  );
});

test('with a base each side tells its own', () => {
  const both = told(told(publicationOf(interleavedPass), {}), { attempts: 1100, repeated: 100 }, 'base');
  expect(retrySentences(both).map((sentence) => sentence.slice(0, 60))).toEqual(
    [
      'On the target, 1,000 requests took 1,300 attempts (1.30 per r',
      'On the base, 1,000 requests took 1,100 attempts (1.10 per req',
    ].map((sentence) => sentence.slice(0, 60)),
  );
  expect(attemptsFact(both.result, wordsIn('en'))).toMatch(/^1\.30 per request, base 1\.10; /);
});

test('a baseline that sent other requests again is told of', () => {
  expect(describeDifference({ condition: 'retry', before: [], now: ['create owner', 'create unit'] })).toBe(
    "This run retries create owner and create unit, and the baseline's did not: it counts requests, waits included, rather than attempts.",
  );
  expect(describeDifference({ condition: 'retry', before: ['create owner'], now: [] })).toMatch(
    /^The baseline's run retried create owner, and this one does not: /,
  );
});

test.each([
  [1, '1'],
  [1.0001, '> 1'],
  [1.0345, '1.034'],
  [1.3, '1.30'],
  [3.999, '4.00'],
])('a ratio of %d reads %s', (ratio, text) => {
  expect(formatRatio(ratio)).toBe(text);
});
