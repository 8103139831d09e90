import { renderComment } from '../../src/report/markdown/comment.ts';
import { renderSummary } from '../../src/report/markdown/summary.ts';
import { redactReport } from '../../src/report/redact-report.ts';
import type { Report } from '../../src/report/report.ts';
import { toResult } from '../../src/report/result.ts';
import { renderTerminal } from '../../src/report/terminal/report.ts';
import { widthOf } from '../../src/report/text-width.ts';
import { acceptanceOf } from '../../src/report/view/acceptance.ts';
import { markOf } from '../../src/report/view/badges.ts';
import { comparisonRows, roundsNote } from '../../src/report/view/comparison-table.ts';
import { conditionFacts, conditionsLine } from '../../src/report/view/conditions.ts';
import { endpointRows } from '../../src/report/view/endpoint-table.ts';
import { wordsIn } from '../../src/report/words/language.ts';
import { testInFull } from '../part.ts';
import * as cases from './cases.ts';
import { publishedFork } from './fork.ts';
import * as interleaved from './interleaved-cases.ts';
import { makeGate, makeInterleavedReport, makeSummary } from './make-interleaved-report.ts';
import { makeComparison, makeVerdict } from './make-report.ts';
import { publicationOnce } from './publication-once.ts';

const { interleavedFail, interleavedHosts, interleavedInconclusive, interleavedPass, interleavedWarning } =
  interleaved;
const comment = (report: Report) => renderComment(publicationOnce(report));
const factOf = (report: Report, label: string) =>
  conditionFacts(publicationOnce(report)).find((fact) => fact.label.startsWith(label))?.value;
const withGates = (...gates: Parameters<typeof makeGate>[0][]): Report =>
  makeInterleavedReport({
    report: { verdict: makeVerdict({ interleaved: makeSummary({ gates: gates.map(makeGate) }) }) },
  });

describe('texts of a comparison with a base', () => {
  const every = [
    comment,
    (report: Report) => renderSummary(publicationOnce(report)),
    (report: Report) => renderTerminal(publicationOnce(report), { colour: false, width: 100 }),
  ];

  test.each([
    interleavedFail,
    interleavedPass,
    interleavedHosts,
  ])('both URLs, the interval’s kind and the picture are in each', (report) => {
    for (const render of every) {
      const text = render(report);
      expect(text).toContain(report.plan.target.origin);
      expect(text).toContain(report.plan.base?.origin);
      expect(text).toContain('--base-url');
      expect(text).toContain('sequential interval');
      expect(text).not.toContain('90 % interval');
      expect(text).toContain('no change ┐');
    }
  });

  testInFull('no line of the terminal is wider than asked', () => {
    for (const report of Object.values(interleaved)) {
      for (const width of [80, 100, 140]) {
        const lines = renderTerminal(publicationOnce(report), { colour: false, width }).split('\n');
        expect(Math.max(...lines.map(widthOf))).toBeLessThanOrEqual(Math.max(width, 100));
      }
    }
  });

  test('the table shows what was compared, and says where limits look at another figure', () => {
    expect(comparisonRows(publicationOnce(interleavedPass))[0]).toMatchObject({
      baseline: '68.4 ms',
      now: '68.0 ms',
      limit: '≤ 120 ms',
    });
    expect(roundsNote(toResult(interleavedPass), wordsIn('en'))).toContain(
      'limits use all rounds together (P99 68.5 ms)',
    );
    const unlimited = toResult(interleavedPass).comparisons.map((row) => ({ ...row, limit: null }));
    expect(roundsNote({ comparisons: unlimited }, wordsIn('en'))).toMatch(/block by block\.$/);
    expect(roundsNote(toResult(cases.pass), wordsIn('en'))).toBeNull();
  });

  test('tells how it was measured', () => {
    const summary = interleavedFail.verdict.interleaved;
    expect(conditionsLine(publicationOnce(interleavedFail))).toContain(
      '10 blocks of 3 s on each side after 10 s of warm-up',
    );
    expect(conditionsLine(publicationOnce(interleavedFail))).toContain('17,777 requests');
    expect(factOf(interleavedFail, 'Blocks')).toContain('10 of at most 45');
    expect(factOf(interleavedFail, 'Stalled rounds')).toBe('target 0, base 0');
    expect(factOf(interleavedFail, 'Seed')).toBe(summary?.seed);
    expect(factOf(interleavedFail, 'Order (T: target first, B: base first)')).toMatch(
      /^(?:TB|BT)(?: (?:TB|BT)){9}$/,
    );
    expect(factOf(interleavedFail, 'Decided')).toContain('throughput not (about 27 blocks more)');
    expect(factOf(interleavedHosts, 'Environment allowance')).toBe(
      '2 %, the sides are not known to be on one host',
    );
    expect(factOf(makeInterleavedReport({ target: { resent: 12 } }), 'Resent')).toContain(
      '12 requests were sent once more',
    );
    expect(factOf(interleavedFail, 'Retried')).toBeUndefined();
    expect(factOf(cases.pass, 'Blocks')).toBeUndefined();
  });

  test('of what never ran, the budget is no time that was measured', () => {
    const verdict = makeVerdict({ interleaved: null });
    expect(
      conditionsLine(publicationOnce({ ...interleavedPass, measurement: null, interleaved: null, verdict })),
    ).toMatch(/ · planned: at most \d+ s in rounds after 10 s of warm-up · /);
  });

  test('a request sent again on the base counts too', () => {
    expect(factOf(makeInterleavedReport({ base: { resent: 1 } }), 'Resent')).toBe(
      '1 request was sent once more: the server had closed its connection without notice',
    );
  });

  test('a rate limiter is told side by side', () => {
    const path = { rateLimited: 0.1, loginRedirects: 0, challenges: 0, retryAfterSeconds: null };
    expect(comment(makeInterleavedReport({ base: { intercepted: path } }))).toContain(
      '10.0 % of the base’s requests were answered with 429',
    );
    expect(comment(makeInterleavedReport({ target: { intercepted: path } }))).toContain(
      'of the target’s requests',
    );
  });

  test('what stands out without a gate is named beside the picture and at its request', () => {
    expect(comment(interleavedFail)).toContain(
      '**Not gated, but standing out:** `list buildings` P99 +34.3 % (p &lt; 0.001)',
    );
    const row = endpointRows(publicationOnce(interleavedFail)).find(({ name }) => name === 'list buildings');
    expect(row).toMatchObject({ quiet: false, mark: { tone: 'warn', words: 'P99 +34.3 %, not gated' } });
    expect(comment(interleavedPass)).not.toContain('standing out');
    const [suspect] = interleavedFail.verdict.suspects;
    const suspects = suspect ? [{ ...suspect, p: 0.0021 }] : [];
    expect(comment({ ...interleavedFail, verdict: { ...interleavedFail.verdict, suspects } })).toContain(
      '(p = 0.0021)',
    );
  });

  test('requests show both sides’ P99, and both error rates where they differ', () => {
    const base = { endpoints: { health: { errors: { status: { '500': 66 } } } } };
    const rows = endpointRows(publicationOnce(makeInterleavedReport({ target: { slower: 2 }, base })));
    expect(rows.find(({ name }) => name === 'health')).toMatchObject({
      p99: '21.0 ms → 42.0 ms',
      errors: expect.stringMatching(/^10\.5 % → 0 %$/),
    });
    expect(rows.find(({ name }) => name === 'list units')?.errors).toBe('0 %');
  });

  test('undecided is open, not merely unshown; real below the tolerance warns', () => {
    const undecided = interleavedInconclusive.verdict.comparisons[0] as Parameters<typeof markOf>[0];
    expect(markOf(undecided, wordsIn('en'))).toMatchObject({ tone: 'unsure', words: 'undecided' });
    const real = interleavedWarning.verdict.comparisons[0] as Parameters<typeof markOf>[0];
    expect(markOf(real, wordsIn('en'))).toEqual({
      tone: 'warn',
      shape: '▲',
      words: 'worse, within tolerance',
    });
    const later = { code: 'later-blocks-worse', blocks: 9 } as const;
    expect(markOf({ ...real, notes: [later] }, wordsIn('en'))).toMatchObject({
      words: 'worse, within tolerance',
    });
    expect(markOf({ ...real, notes: [] }, wordsIn('en'))).toMatchObject({ tone: 'calm', words: 'within' });
  });

  test('a regression against the base is not mended by a new baseline', () => {
    expect(
      acceptanceOf(publicationOnce({ ...interleavedFail, baseline: cases.pass.baseline })),
    ).toMatchObject({
      keys: expect.arrayContaining(['gate.p99.regression']),
      baseline: null,
    });
  });

  test('names of requests end no drawing and plant no marker', () => {
    const endpoint = '````<!-- x\n```# @octocat';
    const report = withGates({ metric: 'p99', endpoint });
    const text = comment(report);
    for (const shown of [text, renderComment(publishedFork(report))]) expect(shown).not.toContain('<!--');
    const fences = text.split('\n').filter((line) => /^`{3,}/.test(line));
    expect(fences).toHaveLength(6);
    expect(fences.slice(0, 2)).toEqual(['`````text', '`````']);
  });
});

describe('result file of a comparison with a base', () => {
  test('holds how it was measured, block by block, and both sides', () => {
    const result = toResult(interleavedFail);
    expect(result.base).toBe('http://127.0.0.1:8081');
    expect(result.interleaved).toMatchObject({
      blocks: 10,
      order: expect.stringMatching(/^(?:TB|BT)(?: (?:TB|BT)){9}$/),
      seed: 'c0ffee',
      allowance: 0,
      suspects: [{ endpoint: 'list buildings' }],
    });
    expect(result.interleaved?.gates.map(({ changes }) => changes.length)).toEqual([10, 10, 10, 10]);
    expect(result.interleaved?.metrics.requests).toBe(result.interleaved?.requests.base);
    expect(result.metrics?.requests).toBe(result.interleaved?.requests.target);
    expect(result.rounds.map(({ side }) => side)).toEqual(['target', 'base']);
    const [row] = result.comparisons;
    expect(row).toMatchObject({ against: 'base', metric: 'p99' });
    // Limits look at all rounds together, the comparison at the typical one.
    expect(row?.target).toBe(result.metrics?.latencyMs?.p99);
    expect(row?.compared).not.toBe(row?.target);
  });

  test('without a base there is none, rather than an empty one', () => {
    expect(toResult(cases.pass)).toMatchObject({ base: null, budgetSeconds: null, interleaved: null });
  });
});

test('the base’s samples and paths are redacted like the target’s', () => {
  const samples = [{ kind: 'status', status: 400, text: 'secret-token' }] as const;
  const report = makeInterleavedReport({ base: { endpoints: { health: { samples } } } });
  const shown = redactReport(report, (text) => text.replaceAll('secret-token', '***'));
  expect(JSON.stringify(shown.interleaved?.base.endpoints)).not.toContain('secret-token');
});

test('a row that only a limit is about is not called one against the base', () => {
  const limit = { bound: 'max', value: 100, finding: 'within', secondsMore: null } as const;
  const comparisons = [makeComparison({ metric: 'p99', target: 84.9, limit })];
  expect(comment(makeInterleavedReport({ report: { verdict: makeVerdict({ comparisons }) } }))).not.toContain(
    'sequential interval',
  );
});
