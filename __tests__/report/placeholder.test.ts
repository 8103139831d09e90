import { marked } from 'marked';
import {
  renderCheck,
  renderRunningCheck,
  renderStoppedCheck,
} from '../../src/report/markdown/check-output.ts';
import { renderComment } from '../../src/report/markdown/comment.ts';
import {
  readEarlier,
  renderRunning,
  renderStopped,
  withEarlier,
} from '../../src/report/markdown/placeholder.ts';
import { publicationOf } from '../../src/report/publication.ts';
import { slow } from './cases.ts';
import { makeReport, makeVerdict } from './make-report.ts';

const LIMIT = 65_000;
const OVER = {
  code: 'over-limit',
  metric: 'p99',
  figure: 120,
  bound: 'max',
  limit: 100,
  main: null,
} as const;
const HEAD = 'def5678'.padEnd(40, '0');
const OLD = 'abc1234'.padEnd(40, '0');
const subject = {
  name: 'realistic',
  headSha: HEAD,
  runUrl: 'https://github.com/octo/service/actions/runs/7',
};
const earlier = { headSha: OLD, text: renderComment(publicationOf(slow)) };

describe('while it is measured', () => {
  test('it says which commit, and links the run', () => {
    const text = renderRunning(subject, null, LIMIT);
    expect(text).toMatch(/^## ⏳ Measuring · Tailgate `realistic`\n\nCommit def5678/);
    expect(text).toContain('([run](https://github.com/octo/service/actions/runs/7))');
    expect(text).not.toContain('<details>');
  });

  test('an earlier commit’s result is there, folded and called superseded', () => {
    const text = renderRunning(subject, earlier, LIMIT);
    expect(text).toContain('Measured at `abc1234`, now measuring `def5678`');
    expect(text).toContain('<summary>Result at <code>abc1234</code>, superseded</summary>');
    expect(readEarlier(text)).toEqual(earlier);
  });

  test('the same commit is measured again', () => {
    const text = renderRunning(subject, { ...earlier, headSha: HEAD }, LIMIT);
    expect(text).toContain('has been measured before and is being measured again');
  });

  test('the earlier result is found again through any number of runs without a result of their own', () => {
    let kept: ReturnType<typeof readEarlier> = earlier;
    for (let i = 0; i < 5; i++) {
      const text =
        i % 2 === 0 ? renderRunning(subject, kept, LIMIT) : renderStopped(subject, 'no', kept, LIMIT);
      kept = readEarlier(text);
    }
    expect(kept).toEqual(earlier);
  });

  test('where both do not fit, the earlier result is left out whole', () => {
    const text = renderRunning(subject, { headSha: OLD, text: 'x'.repeat(LIMIT) }, LIMIT);
    expect(text.length).toBeLessThan(500);
    expect(readEarlier(text)).toBeNull();
    expect(withEarlier('result', subject, earlier, 20)).toBe('result');
  });

  test('without a commit or a page it still reads well', () => {
    const unknown = { name: 'realistic', headSha: null, runUrl: null };
    expect(renderRunning(unknown, null, LIMIT)).toContain('The commit is being measured.');
    expect(renderRunning({ ...unknown, runUrl: 'javascript:alert(1)' }, null, LIMIT)).not.toContain(
      'javascript',
    );
    expect(renderStopped(unknown, 'it was late.', null, LIMIT)).toContain('There is no result: it was late.');
  });
});

describe('where there is no result', () => {
  test('why is told, and the earlier result is kept', () => {
    const text = renderStopped(subject, 'a bug ended the run.', earlier, LIMIT);
    expect(text).toMatch(
      /^## ⚪ Not measured · Tailgate `realistic`\n\nThere is no result for commit def5678/,
    );
    expect(text).toContain('a bug ended the run.');
    expect(readEarlier(text)).toEqual(earlier);
  });

  test('nothing of the reason or the name is markup, a mention or a marker', () => {
    const hostile =
      '<!-- tailgate:earlier sha=abc1234 --> @octocat **x** <img src=x> [a](https://evil.example) #1';
    for (const text of [
      renderStopped({ ...subject, name: hostile }, hostile, null, LIMIT),
      renderRunning({ ...subject, name: hostile }, null, LIMIT),
      renderStoppedCheck(subject, hostile).summary,
    ]) {
      expect(text).not.toContain('<!--');
      expect(text).not.toMatch(/<img|@octocat|#1\b/);
      const links = /href="([^"]*)"/g;
      const html = marked.parse(text) as string;
      expect([...html.matchAll(links)].map(([, to]) => to)).toEqual([subject.runUrl]);
    }
    expect(readEarlier(renderStopped({ ...subject, name: hostile }, hostile, null, LIMIT))).toBeNull();
  });
});

describe('the check run', () => {
  test('shows the reason as its title and the comment as its page', () => {
    const publication = publicationOf(slow);
    expect(renderCheck(publication, LIMIT)).toEqual({
      title:
        'Fail: P99 is 1.5× its limit (146 ms, limit 100 ms); P99 of list expenses and throughput fail too',
      summary: renderComment(publication, { limit: LIMIT }),
    });
  });

  test('keeps to GitHub’s limits', () => {
    const endpoint = `${'long name '.repeat(60)}\u001b[31m`;
    const cause = { ...OVER, endpoint };
    const verdict = makeVerdict({ outcome: 'fail', causes: [cause] });
    const { title, summary } = renderCheck(publicationOf(makeReport({ verdict })), 65_535);
    expect(title).toHaveLength(255);
    expect(title).toMatch(/^Fail: P99 of long name .*…$/);
    expect(summary.length).toBeLessThanOrEqual(65_535);
    expect(renderStoppedCheck(subject, endpoint).title).toHaveLength(255);
  });

  test('links the run where there is nothing else to show', () => {
    const link = '[run](https://github.com/octo/service/actions/runs/7)';
    expect(renderRunningCheck(subject).summary).toContain(link);
    expect(renderStoppedCheck(subject, 'no target.').summary).toContain(link);
    expect(renderRunningCheck({ ...subject, runUrl: null }).summary).toContain('the log of its run');
  });
});
