/** Results that anybody may have written: nothing in them acts, and no figure of theirs makes nonsense of the text. */
import { marked, type Token } from 'marked';
import { LANGUAGES } from '../../../src/config/language.ts';
import { INVISIBLE } from '../../../src/config/wording/invisible.ts';
import type { Result } from '../../../src/evidence/result/schema.ts';
import { compareRuns } from '../../../src/judgement/compare/decide.ts';
import { toComparisonFile } from '../../../src/report/compare/comparison-file.ts';
import { renderComparisonMarkdown } from '../../../src/report/compare/comparison-markdown.ts';
import { renderComparisonTerminal } from '../../../src/report/compare/comparison-terminal.ts';
import { writeComparison } from '../../../src/report/compare/write-comparison.ts';
import fc from '../../fast-check.ts';
import { drawn, testInFull } from '../../part.ts';
import { filledResult } from '../fill.ts';
import { hostile } from '../hostile.ts';
import { readRuns } from './cells.ts';
import { third, WATCHED } from './reported.ts';

function withText(text: string, change: Partial<Result['conditions']> = {}): Result {
  const result = filledResult(text);
  const short = text.slice(0, 50);
  const problem = {
    place: text,
    probe: 'docker' as const,
    code: 'unreachable' as const,
    series: text,
    detail: text,
    candidates: [text],
    count: 1,
  };
  return {
    ...result,
    conditions: {
      ...result.conditions,
      environment: { [short]: short, other: text.slice(0, 200) },
      ...change,
    },
    cost: { amount: 5, currency: short.slice(0, 10), per: 'month', throughputPerUnit: 1 },
    server: {
      ...WATCHED,
      series: WATCHED.series.map((series) => ({ ...series, name: text, of: text })),
      problems: [problem],
    },
  };
}

/** Two that compare, and one that does not, with names as the terminal lets them be. */
function documentOf(text: string, language: (typeof LANGUAGES)[number]) {
  const mix = [{ name: text, method: text, path: text, share: 1 }];
  const results = {
    a: withText(text),
    b: withText(text, { machine: `${text}2` }),
    c: withText(text, { mix }),
  };
  return writeComparison(compareRuns(readRuns(results)), language);
}

function kinds(tokens: readonly Token[]): string[] {
  return tokens.flatMap((token) => {
    const inner = 'tokens' in token && token.tokens ? kinds(token.tokens) : [];
    const cells =
      token.type === 'table'
        ? [...token.header, ...token.rows.flat()].flatMap((cell: { tokens: Token[] }) => kinds(cell.tokens))
        : [];
    const items = token.type === 'list' ? token.items.flatMap((item: Token) => kinds([item])) : [];
    return [token.type, ...inner, ...cells, ...items];
  });
}

const HARMLESS = new Set([
  'heading',
  'paragraph',
  'text',
  'space',
  'strong',
  'list',
  'list_item',
  'table',
  'escape',
]);

describe('text', () => {
  testInFull('whatever it is, Markdown has our headings and tables, and nothing else', () => {
    const own = marked
      .lexer(renderComparisonMarkdown(documentOf('plain', 'en')))
      .filter(({ type }) => type !== 'space');
    fc.assert(
      fc.property(hostile, (text) => {
        const markdown = renderComparisonMarkdown(documentOf(text, 'en'));
        const tokens = marked.lexer(markdown);
        expect([...new Set(kinds(tokens))].filter((kind) => !HARMLESS.has(kind))).toEqual([]);
        const headings = (all: readonly Token[]) => all.filter(({ type }) => type === 'heading').length;
        expect(headings(tokens)).toBe(headings(own));
        expect(markdown).not.toMatch(/<!--|@\w|(?<![&\w])#\d/);
      }),
      { numRuns: drawn(30, 3) },
    );
  });

  testInFull('a terminal obeys nothing of it', () => {
    fc.assert(
      fc.property(hostile, fc.constantFrom(...LANGUAGES), (text, language) => {
        const shown = renderComparisonTerminal(documentOf(text, language), { colour: false, width: 100 });
        expect(shown.replaceAll('\n', '').search(INVISIBLE)).toBe(-1);
      }),
      { numRuns: drawn(30, 3) },
    );
  });
});

describe('figures', () => {
  const figure = fc.constantFrom(0, 1e-300, 0.5, 1, 42, 1e12, 1e300);
  const share = fc.constantFrom(0, 1e-12, 0.5, 1);
  const count = fc.constantFrom(0, 1, 200, 9_007_199_254_740_991);
  const latency = fc.record({
    p50: figure,
    p75: figure,
    p90: figure,
    p95: figure,
    p99: figure,
    p99_9: figure,
    max: figure,
    mean: figure,
  });

  const result: fc.Arbitrary<Result> = fc
    .record({
      latencyMs: fc.option(latency),
      perSecond: figure,
      errorRate: fc.option(share),
      requests: count,
      timeout: count,
      spread: figure,
      cores: fc.option(figure),
      value: fc.constantFrom(-1e300, -1, 0, 1e-300, 0.5, 1e300),
      amount: fc.constantFrom(1e-300, 0.01, 1e9),
    })
    .map(({ latencyMs, perSecond, errorRate, requests, timeout, spread, cores, value, amount }) => ({
      ...third,
      metrics: {
        ...(third.metrics as NonNullable<Result['metrics']>),
        latencyMs,
        throughputPerSecond: perSecond,
        responsesPerSecond: perSecond,
        errorRate,
        requests,
        successes: requests,
        errors: { status: { '500': requests }, timeout, socket: 0, unanswered: 0, body: 0 },
        spread: { p99: spread, throughput: spread, errors: spread },
      },
      server: {
        series: WATCHED.series.map((series) => ({
          ...series,
          min: value,
          mean: value,
          max: value,
          last: value,
          limit: Math.max(0, value),
        })),
        ...(cores !== null && { machine: { cores } }),
        problems: [],
      },
      cost: { amount, currency: 'EUR', per: 'hour' as const, throughputPerUnit: null },
    }));

  test('no NaN, no Infinity, nothing undefined, in any language, and as JSON', () => {
    fc.assert(
      fc.property(result, result, fc.constantFrom(...LANGUAGES), (a, b, language) => {
        const comparing = compareRuns(readRuns({ a, b }));
        const document = writeComparison(comparing, language);
        for (const text of [
          renderComparisonMarkdown(document),
          renderComparisonTerminal(document, { colour: true, width: 80 }),
        ])
          expect(text).not.toMatch(/NaN|Infinity|undefined|null|\[object/);
        expect(() => JSON.stringify(toComparisonFile(comparing))).not.toThrow();
      }),
      { numRuns: drawn(200, 20) },
    );
  });
});
