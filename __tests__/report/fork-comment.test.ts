/** What is shown of a result that a fork wrote: labelled first, told in words of ours, and nothing that acts. */

import { marked, type Token } from 'marked';
import { CAUSE_CODES } from '../../src/evidence/result/causes.ts';
import type { Result } from '../../src/evidence/result/schema.ts';
import { forkSentence, publishFork } from '../../src/report/fork-publication.ts';
import { renderComment } from '../../src/report/markdown/comment.ts';
import { renderSummary } from '../../src/report/markdown/summary.ts';
import { renderOutputs } from '../../src/report/outputs.ts';
import type { Report } from '../../src/report/report.ts';
import fc from '../fast-check.ts';
import { drawn, testInFull, testPart } from '../part.ts';
import { asReported, history, loginFailed, pass, slow } from './cases.ts';
import { filledResult, SENTENCES } from './fill.ts';
import { FORK_RUN, forkResult } from './fork.ts';
import { hostile } from './hostile.ts';
import {
  interleavedAccepted,
  interleavedFail,
  interleavedInconclusive,
  interleavedPass,
} from './interleaved-cases.ts';
import { publicationOnce } from './publication-once.ts';
import { usualCase } from './usual-cases.ts';

const shown = (result: Result, limit?: number) =>
  renderComment(publishFork(result, FORK_RUN), limit === undefined ? {} : { limit });
const comment = (report: Report) => shown(forkResult(report));
const REPORTS: readonly [string, Report][] = Object.entries({
  pass,
  slow,
  asReported,
  history,
  loginFailed,
  interleavedPass,
  interleavedFail,
  interleavedInconclusive,
});

describe('whose word it is', () => {
  testPart(REPORTS, usualCase)(
    'the label stands before the verdict of %s and all of its figures',
    (_, report) => {
      for (const text of [comment(report), renderSummary(publishFork(forkResult(report), FORK_RUN))]) {
        expect(text).toMatch(
          /^## Measured by the fork’s own run: \S+ (?:Pass|Fail|Inconclusive|Invalid) · Tailgate `realistic`\n\n> \[!WARNING\]\n> \*\*Measured by the fork’s own run\.\*\* The author of this pull request controls the code that measured and the file that these figures come from\./,
        );
        expect(text.match(/> \[!/g)).toHaveLength(1);
      }
    },
  );

  test('but for the label, the commit and what acts, it is what a run of ours shows', () => {
    const lines = (text: string) => new Set(text.split('\n'));
    const own = lines(renderComment(publicationOnce(interleavedFail)));
    const others = [...lines(comment(interleavedFail))].filter((line) => !own.has(line));
    expect(others.map((line) => line.slice(0, 24))).toEqual(
      [
        '## Measured by the fork’',
        '> [!WARNING]',
        '> **Measured by the fork',
        'P99 rose by 21 % (83.6 m',
        '**Target:** `http://127.0',
        '**If this change is inte',
        '<details><summary>Condit',
        '| Commit | `d1a0fe57c4b8',
        '<sub>[The run that measu',
      ].map((line) => line.slice(0, 24)),
    );
  });

  test('the file’s own sentences are nowhere: it is told by its causes', () => {
    const result = forkResult(interleavedFail);
    const said = { ...result, reason: SENTENCES, advice: SENTENCES };
    const warnings = result.warnings.map((warning) => ({ ...warning, says: SENTENCES }));
    expect(shown({ ...said, warnings })).toBe(shown(result));
    const [first, ...others] = result.causes;
    expect(first?.code).toBe('regressed');
    const causes = [{ code: 'error-surge', errorRate: 0.8, baseErrorRate: 0.01 } as const, ...others];
    expect(shown({ ...result, causes })).toContain(
      "\n\nIn two consecutive blocks, the target's error rate was",
    );
  });

  test('the warnings, too, are told as that run’s', () => {
    expect(comment(pass)).toContain('**Worth knowing, according to that run**\n');
    expect(renderComment(publicationOnce(pass))).toContain('**Worth knowing**\n');
  });

  test('commit and link are those that GitHub told, whatever the file says of itself', () => {
    const forged = { commit: 'e'.repeat(40), servedCommit: 'e'.repeat(40), asksCommit: false };
    const result = forkResult(interleavedFail);
    const interleaved = result.interleaved && { ...result.interleaved, servedCommit: 'e'.repeat(40) };
    const text = shown({ ...result, ...forged, interleaved });
    expect(text).toBe(shown(result));
    expect(text).toContain(`for commit ${FORK_RUN.headSha} · `);
    expect(text).toContain(`[The run that measured](${FORK_RUN.url})`);
    expect(text).not.toMatch(/eeee|as it says itself|not proven/);
  });
});

describe('nothing acts', () => {
  testPart(REPORTS, usualCase)('no label and no command is offered: %s', (_, report) => {
    const publication = publishFork(forkResult(report), FORK_RUN);
    expect(publication.run).toMatchObject({ command: null, resultFile: null, variables: [] });
    // Not even where the publishing job had a label to offer.
    const run = { ...publication.run, acceptLabel: 'tailgate: accept' };
    const text = renderComment({ ...publication, run });
    expect(text).toBe(renderComment(publication));
    expect(text).not.toMatch(/tailgate: accept|set the label|from a terminal|tailgate run|```sh/);
  });

  test('a claim that somebody accepted the regression counts for nothing and is not repeated', () => {
    const result = forkResult(interleavedAccepted);
    expect(result).toMatchObject({ verdict: 'pass', accepted: { by: 'ada' } });
    const text = shown(result);
    expect(text).toMatch(/^## Measured by the fork’s own run: ❌ Fail/);
    expect(text).not.toMatch(/\bada\b|accepted/i);
    expect(renderOutputs(publishFork(result, FORK_RUN))).toMatchObject({
      verdict: 'fail',
      causes: 'regressed,undecided',
    });
    const voided = { code: 'acceptance-void', detail: 'ada accepted it', says: '' } as const;
    const warnings = [...forkResult(pass).warnings, voided];
    expect(shown({ ...forkResult(pass), warnings })).toBe(comment(pass));
  });
});

const OUR_HTML = /^<\/?(details|summary|sub|sup|br|code)>$/;

describe('hostile files', () => {
  test.each([
    'pass',
    'fail',
    'inconclusive',
    'invalid',
  ] as const)('of an %s: markup, mentions, links and control characters in it render as text', (verdict) => {
    fc.assert(
      fc.property(hostile, (text) => {
        const markdown = shown({ ...filledResult(text), verdict });
        const links: string[] = [];
        const images: string[] = [];
        const tags: string[] = [];
        const words: string[] = [];
        const headings: string[] = [];
        marked.walkTokens(marked.lexer(markdown), (token: Token) => {
          if (token.type === 'link') links.push(token.href);
          if (token.type === 'image') images.push(token.href);
          if (token.type === 'heading') headings.push(token.text.slice(0, 11));
          if (token.type === 'text' && !('tokens' in token && token.tokens)) words.push(token.text);
          if (token.type === 'html') tags.push(...(token.raw.match(/<[^>]*>/g) ?? []));
        });
        expect(links).toEqual([FORK_RUN.url]);
        expect(images).toEqual([]);
        expect(headings).toEqual(['Measured by', 'Server’s si', 'Errors', 'Requests']);
        expect(tags.filter((tag) => !OUR_HTML.test(tag))).toEqual([]);
        expect(markdown).not.toContain('<!--');
        expect(words.filter((word) => /(?:^|[^&])[@#][A-Za-z]|\bwww\.e|GH-1/.test(word))).toEqual([]);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
        expect(markdown).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
        expect(markdown).not.toContain(SENTENCES);
      }),
      { numRuns: drawn(15, 1) },
    );
  });

  testInFull('each cause by itself is told in words of ours around the text, and the text as text', () => {
    const evil = '<script>@acme/owners [x](https://evil.example) `y`';
    for (const cause of filledResult(evil).causes) {
      const text = shown({ ...forkResult(pass), verdict: 'invalid', causes: [cause] });
      expect(text).not.toMatch(/<script>|[^&]@acme|\]\(https:\/\/evil|https:\/\/evil/);
      const says = text.split('\n\n')[2] ?? '';
      expect([cause.code, says]).toEqual([cause.code, expect.stringMatching(/\S/)]);
      expect(says).not.toMatch(/undefined|NaN|\[object/);
    }
  });

  testInFull('two thousand requests fit, and what is left out is counted', () => {
    const markdown = shown(filledResult('<script>@acme/owners', 2000), 60_000);
    expect(markdown.length).toBeLessThanOrEqual(60_000);
    expect(markdown).toMatch(
      /\d+ more requests left out for lack of space; all of them are in the artifact of the run that measured/,
    );
    expect(markdown).not.toContain('the result file;');
    expect(markdown.match(/<details>/g)?.length).toBe(markdown.match(/<\/details>/g)?.length);
    expect(shown(filledResult('`|', 2000), 40_000).length).toBeLessThanOrEqual(40_000);
  });

  test('the longest texts that a file may hold fit, too', () => {
    expect(shown(filledResult('@|<`#&!*_['.repeat(399), 50)).length).toBeLessThanOrEqual(64_500);
  });

  test('figures at the ends of what is taken are still figures', () => {
    const result = forkResult(slow);
    const metrics = result.metrics as NonNullable<Result['metrics']>;
    for (const value of [0, 5e-324, 1e12]) {
      const latencyMs = { ...(metrics.latencyMs as NonNullable<typeof metrics.latencyMs>), p99: value };
      const text = shown({
        ...result,
        comparisons: [],
        metrics: { ...metrics, latencyMs, throughputPerSecond: value },
      });
      expect(text).not.toMatch(/NaN|Infinity|e\+/);
    }
  });
});

describe('outputs', () => {
  testPart(REPORTS, usualCase)(
    'the outputs are those of a measuring run, with no sentence of the fork’s: %s',
    (_, report) => {
      const outputs = renderOutputs(publishFork(forkResult(report), FORK_RUN));
      const { reason, ...measured } = renderOutputs(publicationOnce(report));
      expect(outputs).toEqual({ ...measured, reason: forkSentence(forkResult(report)) });
    },
  );

  test('hold words of ours and numbers, whatever the file holds', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const { verdict, reason, causes, ...figures } = renderOutputs(
          publishFork(filledResult(text), FORK_RUN),
        );
        expect(verdict).toBe('fail');
        expect(reason).toBe(
          'Measured by the fork’s own run: fail. The reason that it gives is in the comment.',
        );
        for (const code of causes?.split(',') ?? []) expect(CAUSE_CODES).toContain(code);
        for (const figure of Object.values(figures)) expect(figure).toMatch(/^-?\d*(?:\.\d+)?$/);
      }),
      { numRuns: drawn(15, 2) },
    );
  });
});
