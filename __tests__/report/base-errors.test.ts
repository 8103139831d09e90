/** Where the base is what is wrong, its errors and what it answered stand in every text and in the result. */
import type { Cause } from '../../src/evidence/result/causes.ts';
import { renderComment } from '../../src/report/markdown/comment.ts';
import { renderSummary } from '../../src/report/markdown/summary.ts';
import { publicationOf } from '../../src/report/publication.ts';
import { redactReport } from '../../src/report/redact-report.ts';
import type { Report } from '../../src/report/report.ts';
import { toResult } from '../../src/report/result.ts';
import { renderTerminal } from '../../src/report/terminal/report.ts';
import { makeInterleavedReport, makeSummary } from './make-interleaved-report.ts';
import { makeVerdict } from './make-report.ts';

const ANSWER = 'relation "owners" does not exist';

function reportWith(causes: readonly Cause[], outcome: 'invalid' | 'inconclusive' | 'pass'): Report {
  const report = makeInterleavedReport({
    report: { verdict: makeVerdict({ outcome, causes, interleaved: makeSummary() }) },
  });
  const { interleaved } = report;
  if (interleaved === null) throw new Error('it has a base');
  const [first, ...others] = interleaved.base.endpoints;
  if (!first) throw new Error('it has requests');
  const errors = { ...first.figures.errors, status: { 500: 300 } };
  const failing = {
    ...first,
    figures: { ...first.figures, requests: 900, errors, errorRate: 300 / 900 },
    samples: [{ kind: 'status', status: 500, text: ANSWER } as const],
  };
  const { whole } = interleaved.base;
  const base = {
    ...interleaved.base,
    whole: { ...whole, requests: 4000, errorRate: 0.075, errors },
    endpoints: [failing, ...others],
  };
  return { ...report, interleaved: { ...interleaved, base } };
}

const BROKEN: Cause = { code: 'base-broken', errorRate: 0.075, targetErrorRate: 0, main: null };
const texts = (report: Report) => {
  const publication = publicationOf(report);
  return [
    renderComment(publication),
    renderSummary(publication),
    renderTerminal(publication, { width: 100, colour: false }),
  ];
};

test.each<[string, readonly Cause[], 'invalid' | 'inconclusive']>([
  ['a broken base', [BROKEN], 'invalid'],
  [
    'a base that went away',
    [{ code: 'base-lost', side: 'base', afterSeconds: 3, detail: 'gone' }],
    'invalid',
  ],
  [
    'a base that left requests without an answer',
    [{ code: 'unanswered', side: 'base', endpoints: ['health'], requests: 300 }],
    'inconclusive',
  ],
])('%s: comment, summary and terminal show its errors, with samples', (_, causes, outcome) => {
  for (const told of texts(reportWith(causes, outcome))) {
    const text = told.replaceAll('\u00a0', ' ');
    expect(text).toMatch(/300 of the base’s 4,000 requests failed \(7\.50 %\): 300 × HTTP 500/);
    expect(text).toContain('300 of 900');
    expect(text).toContain('does not exist');
  }
});

test('a base that failed now and then is in the result alone', () => {
  for (const text of texts(reportWith([], 'pass'))) expect(text).not.toContain('does not exist');
  expect(toResult(reportWith([], 'pass')).interleaved?.endpoints[0]?.samples).toEqual([
    { kind: 'status', status: 500, text: ANSWER },
  ]);
});

test('its samples are redacted as the target’s are', () => {
  const redacted = redactReport(reportWith([BROKEN], 'invalid'), (text) => text.replaceAll('owners', '***'));
  expect(toResult(redacted).interleaved?.endpoints[0]?.samples[0]?.text).toBe(
    'relation "***" does not exist',
  );
});
