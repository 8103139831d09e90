import type { Measurement } from '../../src/evidence/measurement.ts';
import type { Outcome } from '../../src/judgement/verdict.ts';
import { renderAnnotation } from '../../src/report/markdown/annotation.ts';
import { renderCheck } from '../../src/report/markdown/check-output.ts';
import { renderComment } from '../../src/report/markdown/comment.ts';
import { renderSummary } from '../../src/report/markdown/summary.ts';
import { publicationOf } from '../../src/report/publication.ts';
import type { Publication } from '../../src/report/report.ts';
import { renderTerminal } from '../../src/report/terminal/report.ts';
import fc from '../fast-check.ts';
import { drawn, testInFull } from '../part.ts';
import { everyCause, everyRemark } from './every-cause.ts';
import { hostile } from './hostile.ts';
import { makeGate, makeSummary } from './make-interleaved-report.ts';
import {
  makeBaseline,
  makeComparison,
  makeFigures,
  makeMeasurement,
  makePlan,
  makeReport,
  makeRun,
  makeVerdict,
} from './make-report.ts';

/** Every place that others can write into filled with the text. */
function filledWith(text: string, endpoints: number, outcome: Outcome = 'fail'): Publication {
  const names = Array.from({ length: endpoints }, (_, i) => `${text}${i}`);
  const sample = (i: number) =>
    ({ kind: 'status', status: 400 + i, text: `${text}${i}`.repeat(8).slice(0, 512) }) as const;
  const measurement: Measurement = {
    ...makeMeasurement({
      endpoints: { 'create owner': { errors: { status: { '400': 100 } } } },
      intercepted: { rateLimited: 0.2, loginRedirects: 0.1, challenges: 0.1, retryAfterSeconds: 30 },
    }),
    endpoints: names.map((name, i) => ({
      name,
      method: 'POST',
      path: name,
      weight: 1,
      figures: makeFigures({ requests: 12, errors: { status: { '400': i % 3 } } }),
      samples: [sample(0), sample(1), sample(2)],
    })),
  };
  const report = makeReport({
    plan: makePlan({
      name: text,
      configFile: text,
      target: { origin: text, ready: null, identity: null, headers: [] },
      base: { origin: text },
      notices: names.map((name) => `notice ${name}`),
    }),
    baseline: makeBaseline({ source: text, title: text }),
    measurement,
    interleaved: {
      base: measurement,
      blocks: [],
      budgetBlocks: 45,
      budgetSpent: false,
      sliced: false,
      sharedHost: true,
      seed: text,
    },
    verdict: makeVerdict({
      outcome,
      causes: everyCause(text.repeat(20)),
      warnings: [
        ...names.map((name) => ({ code: 'unconfirmed' as const, detail: `warning ${name}` })),
        ...everyRemark(text),
        ...everyCause(text),
      ],
      comparisons: names.map((endpoint, i) =>
        makeComparison({
          metric: 'p99',
          endpoint,
          target: 120,
          limit: { bound: 'max', value: 100, finding: 'over-limit', secondsMore: null },
          finding: 'over-limit',
          notes: [{ code: 'unconfirmed', detail: `${text} ${i}` }],
        }),
      ),
      suspects: names.map((endpoint) => ({ endpoint, change: 0.3, p: 0.01 })),
      interleaved: makeSummary({
        seed: text,
        gates: names.map((endpoint) => makeGate({ metric: 'p99', endpoint })),
      }),
    }),
    run: makeRun({
      command: text.repeat(20),
      headSha: text,
      runUrl: `https://evil.example/) ${text}`,
      resultFile: text,
      version: text,
    }),
  });
  return publicationOf(report);
}

describe('size', () => {
  const worst = '@|<`#&!*_['.repeat(10);

  testInFull(
    'five hundred requests with hostile names of a hundred characters and three samples each',
    () => {
      const comment = renderComment(filledWith(worst, 500));
      expect(comment.length).toBeLessThanOrEqual(64_500);
      expect(comment.length).toBeGreaterThan(60_000);
      for (const noun of ['figures', 'requests', 'requests with errors', 'warnings']) {
        expect(comment).toMatch(
          new RegExp(`^\\d+ more ${noun} left out for lack of space; all of them are in`, 'm'),
        );
      }
    },
  );

  testInFull('every table stays whole', () => {
    const lines = renderComment(filledWith(worst, 500)).split('\n');
    const tables = lines.filter((line) => line.startsWith('|'));
    const widths = new Set(tables.map((line) => line.split('|').length));
    expect(tables.every((line) => line.endsWith(' |'))).toBe(true);
    // Figures without a baseline, requests, errors, conditions.
    expect([...widths].sort((a, b) => a - b)).toEqual([4, 6, 10]);
    expect(lines.filter((line) => line.startsWith('<details>'))).toHaveLength(
      lines.filter((line) => line === '</details>').length,
    );
  });

  test('a smaller limit is kept too', () => {
    expect(renderComment(filledWith('plain', drawn(500, 100)), { limit: 12_000 }).length).toBeLessThanOrEqual(
      12_000,
    );
  });

  testInFull('a summary below a mebibyte', () => {
    const bytes = new TextEncoder().encode(renderSummary(filledWith(worst, 2000))).length;
    expect(bytes).toBeLessThanOrEqual(1_000_000);
  });
});

const OUTCOMES: readonly Outcome[] = ['pass', 'fail', 'inconclusive', 'invalid'];

describe('hostile text everywhere', () => {
  test('plants no marker, no link, no image, no tag, no mention', () => {
    fc.assert(
      fc.property(hostile, fc.constantFrom(...OUTCOMES), (text, outcome) => {
        const publication = filledWith(text, 3, outcome);
        for (const markdown of [renderComment(publication), renderSummary(publication)]) {
          expect(markdown).not.toContain('<!--');
          const outsideCode = markdown
            .replaceAll(/^(`{3,})(?:sh|text)\n[\s\S]*?\n\1$/gm, '')
            .replaceAll(/`[^`\n]+`/g, '');
          expect(outsideCode).not.toMatch(/\]\(|!\[|[@`\\]|:\/\/|www\./i);
          const tags = outsideCode.match(/<[^>\n]*>?/g) ?? [];
          expect(tags.filter((tag) => !/^<\/?(?:details|summary|sub|sup|code|br)>$/.test(tag))).toEqual([]);
        }
      }),
      { numRuns: drawn(60, 3) },
    );
  });

  test('commands nothing to a terminal', () => {
    fc.assert(
      fc.property(
        hostile,
        fc.constantFrom(...OUTCOMES),
        fc.integer({ min: 60, max: 140 }),
        (text, outcome, width) => {
          const publication = filledWith(text, 3, outcome);
          const plain = renderTerminal(publication, { colour: false, width });
          expect(plain).not.toMatch(/[\p{Cf}\p{Cs}]|(?!\n)\p{Cc}/u);
          for (const line of [renderAnnotation(publication), renderCheck(publication, 64_500).title])
            expect(line).not.toMatch(/[\p{Cf}\p{Cs}\p{Cc}]/u);
        },
      ),
      { numRuns: drawn(60, 3) },
    );
  });
});
