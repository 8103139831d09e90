import { renderComment } from '../../src/report/markdown/comment.ts';
import type { Report } from '../../src/report/report.ts';
import { toResult } from '../../src/report/result.ts';
import { acceptanceOf } from '../../src/report/view/acceptance.ts';
import { basisNote, comparisonRows } from '../../src/report/view/comparison-table.ts';
import { conditionsLine } from '../../src/report/view/conditions.ts';
import { endpointRows } from '../../src/report/view/endpoint-table.ts';
import { errorRows, errorsMatter } from '../../src/report/view/error-table.ts';
import { wordsIn } from '../../src/report/words/language.ts';
import { asReported, inconclusive, open, pass, rateLimited, saturated, slow } from './cases.ts';
import { interleavedFail, interleavedP95 } from './interleaved-cases.ts';
import {
  makeBaseline,
  makeComparison,
  makeMeasurement,
  makeReport,
  makeRun,
  makeVerdict,
} from './make-report.ts';
import { publicationOnce } from './publication-once.ts';

const comment = (report: Report) => renderComment(publicationOnce(report));
const limit = { bound: 'max', value: 100, finding: 'within', secondsMore: null } as const;

describe('comparison table', () => {
  test('always has the three figures of the whole, declared or not', () => {
    const rows = comparisonRows(publicationOnce(makeReport()));
    expect(rows.map(({ metric, now, mark }) => [metric, now, mark])).toEqual([
      ['p99', '83.1 ms', null],
      ['throughput', '310 /s', null],
      ['errors', '0 %', null],
    ]);
  });

  test('a figure that nothing was declared about is shown beside its baseline, without a finding', () => {
    const comparisons = [
      makeComparison({ metric: 'p99', target: 83.1, limit }),
      makeComparison({ metric: 'throughput', target: 310, baseline: 300, change: 0.033 }),
      makeComparison({ metric: 'errors', target: 0.2, finding: 'over-limit' }),
    ];
    const rows = comparisonRows(publicationOnce(makeReport({ verdict: makeVerdict({ comparisons }) })));
    expect(rows.map(({ change, mark }) => [change, mark?.words ?? null])).toEqual([
      [null, 'within'],
      ['+3.3 %', null],
      [null, 'over limit'],
    ]);
  });

  test('a figure that is only shown where somebody asks for it has a row where it is gated', () => {
    const rows = comparisonRows(publicationOnce(interleavedP95));
    expect(rows.map(({ metric, limit, tolerance, mark }) => [metric, limit, tolerance, mark?.words])).toEqual(
      [
        ['p95', '≤ 44 ms', '+10 %', 'over limit, regressed'],
        ['p99', null, null, undefined],
        ['throughput', null, null, undefined],
        ['errors', null, null, undefined],
      ],
    );
    expect(acceptanceOf(publicationOnce(interleavedP95))?.keys).toEqual([
      'gate.p95.max',
      'gate.p95.regression',
    ]);
  });

  test('says what was achieved of what an open model offered', () => {
    expect(conditionsLine(publicationOnce(open))).toBe(
      '50 connections · 300 /s achieved of 300 /s offered, poisson arrivals, P99 without the wait 62.3 ms · 20 s after 2 s of warm-up · 80 % GET, 20 % POST · 6,000 requests sent · 1,200 writing requests sent',
    );
    expect(conditionsLine(publicationOnce({ ...open, measurement: null }))).toBe(
      '50 connections · 300 /s offered, poisson arrivals · planned: 20 s after 2 s of warm-up · 80 % GET, 20 % POST · no request sent',
    );
    expect(conditionsLine(publicationOnce(pass))).not.toContain('offered');
  });

  test('puts requests beneath, the failing first', () => {
    expect(comparisonRows(publicationOnce(slow)).map(({ endpoint }) => endpoint)).toEqual([
      null,
      null,
      null,
      'list expenses',
      'list units',
    ]);
  });

  test('says once what was compared, with the figures where they differ from what limits look at', () => {
    expect(basisNote(toResult(asReported), wordsIn('en'))).toContain('(P99 74.6 ms, throughput 310 /s)');
    expect(basisNote(toResult(slow), wordsIn('en'))).toContain('compare all responses with all responses');
    expect(basisNote(toResult(makeReport()), wordsIn('en'))).toBeNull();
    const comparisons = toResult(slow).comparisons.map((row) => ({ ...row, change: null, interval: null }));
    expect(
      basisNote({ comparisons, conditions: toResult(makeReport()).conditions }, wordsIn('en')),
    ).toBeNull();
    expect(comment(asReported).split('counts every response')).toHaveLength(2);
  });
});

describe('requests', () => {
  test('that are folded are told from the others by errors only where those have some', () => {
    const folded = (report: Report) => /<summary>(.* other requests.*)<\/summary>/.exec(comment(report))?.[1];
    expect([folded(asReported), folded(slow)]).toEqual([
      '12 other requests without errors',
      '14 other requests',
    ]);
  });

  test('that only fail come first, with what they were answered', () => {
    const [first, second, third, fourth] = endpointRows(publicationOnce(asReported));
    expect([first?.name, first?.mark?.words]).toEqual(['create apartment', '100 % answered 400']);
    expect([second?.name, second?.mark?.words].sort()).toEqual([
      '100 % answered 400',
      'create parking space',
    ]);
    expect([third?.name, third?.mark?.words]).toEqual(['create owner', '3 × HTTP 409, 1 × timeout']);
    expect(fourth).toMatchObject({ quiet: true, mark: null });
  });

  test('a declared finding goes before errors that nobody judged', () => {
    const [first] = endpointRows(publicationOnce(slow));
    expect(first).toMatchObject({
      name: 'list expenses',
      mark: { words: 'P99 over limit' },
      quiet: false,
    });
  });

  test('the baseline’s own figure is shown where it has one', () => {
    const report = makeReport({
      baseline: {
        ...makeBaseline(),
        endpoints: { health: { latencyMs: { p99: 19 } } },
      },
    });
    expect(endpointRows(publicationOnce(report)).find(({ name }) => name === 'health')?.p99).toBe(
      '19.0 ms → 21.0 ms',
    );
  });
});

describe('errors', () => {
  test('equal samples are shown once', () => {
    expect(errorRows(publicationOnce(asReported), 'target')[0]).toMatchObject({
      name: 'create apartment',
      share: '124 of 124 (100 %)',
      kinds: '124 × HTTP 400',
      samples: [{ what: '400' }],
    });
  });

  test('stand open where the verdict is about them, else folded', () => {
    expect(errorsMatter(publicationOnce(asReported))).toBe(true);
    expect(errorsMatter(publicationOnce(rateLimited))).toBe(true);
    expect(errorsMatter(publicationOnce(pass))).toBe(false);
    expect(comment(asReported)).toContain('\n### Errors\n');
    expect(comment(pass)).toContain(
      '<details><summary>8 of 6,165 requests failed (0.13 %): 8 × HTTP 409.</summary>',
    );
  });

  test('a request that only failed is never folded, even in a pass', () => {
    const measurement = makeMeasurement({ endpoints: { health: { errors: { status: { '503': 310 } } } } });
    expect(errorsMatter(publicationOnce(makeReport({ measurement })))).toBe(true);
  });
});

describe('what to do', () => {
  test('names the keys that were missed, and the baseline where something regressed', () => {
    expect(acceptanceOf(publicationOnce(slow))).toEqual({
      keys: [
        'gate.p99.max',
        'gate.p99.regression',
        'gate.throughput.regression',
        'gate.endpoints.list expenses.p99.max',
      ],
      more: 0,
      label: null,
      baseline: 'docs/performance-report.md#realistic',
    });
    expect(acceptanceOf(publicationOnce(asReported))).toEqual({
      keys: ['gate.errors.max'],
      more: 0,
      baseline: null,
      label: null,
    });
    expect(acceptanceOf(publicationOnce(pass))).toBeNull();
    expect(acceptanceOf(publicationOnce(saturated))).toBeNull();
  });

  test('offers the label where nothing but regressions failed, and there is one', () => {
    expect(acceptanceOf(publicationOnce(interleavedFail))).toMatchObject({ label: 'tailgate: accept' });
    expect(acceptanceOf(publicationOnce({ ...interleavedFail, run: makeRun() }))).toMatchObject({
      label: null,
    });
    // With a limit missed, too, nobody can.
    expect(acceptanceOf(publicationOnce(interleavedP95))).toMatchObject({ label: null });
  });

  test('gives the advice beside the reason', () => {
    const [, alert = ''] = /(> \[!WARNING\]\n(?:>.*\n)+)/.exec(comment(inconclusive)) ?? [];
    expect(alert).toContain('not by enough to rule out chance');
    expect(alert).toContain('About 1 min 41 s of additional load would decide it');
  });
});
