import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderComment } from '../../src/report/markdown/comment.ts';
import { renderSummary } from '../../src/report/markdown/summary.ts';
import { renderTerminal } from '../../src/report/terminal/report.ts';
import * as cases from './golden-cases.ts';
import * as live from './golden-live-cases.ts';

const GOLDEN = join(import.meta.dirname, 'golden');

const TEXTS: Readonly<Record<string, () => string>> = {
  'comment-pass.md': () => renderComment(cases.pass),
  'comment-slow.md': () => renderComment(cases.slow),
  'comment-as-reported.md': () => renderComment(cases.asReported),
  'comment-inconclusive.md': () => renderComment(cases.inconclusive),
  'comment-login-failed.md': () => renderComment(cases.loginFailed),
  'comment-rate-limited.md': () => renderComment(cases.rateLimited),
  'comment-open.md': () => renderComment(cases.open),
  'comment-saturated.md': () => renderComment(cases.saturated),
  'comment-history.md': () => renderComment(cases.history),
  'comment-history-advises.md': () => renderComment(cases.historyAdvises),
  'comment-live-pass.md': () => renderComment(live.livePass),
  'comment-live-fail.md': () => renderComment(live.liveFail),
  'comment-live-accepted.md': () => renderComment(live.liveAccepted),
  'comment-live-inconclusive.md': () => renderComment(live.liveInconclusive),
  'comment-live-warning.md': () => renderComment(live.liveWarning),
  'comment-live-hosts.md': () => renderComment(live.liveHosts),
  'summary-as-reported.md': () => renderSummary(cases.asReported),
  'summary-open.md': () => renderSummary(cases.open),
  'terminal-pass.txt': () => renderTerminal(cases.pass, { colour: false, width: 100 }),
  'terminal-slow.txt': () => renderTerminal(cases.slow, { colour: false, width: 100 }),
  'terminal-as-reported.txt': () => renderTerminal(cases.asReported, { colour: false, width: 100 }),
  'terminal-open.txt': () => renderTerminal(cases.open, { colour: false, width: 100 }),
  'terminal-live-fail.txt': () => renderTerminal(live.liveFail, { colour: false, width: 100 }),
  'terminal-live-inconclusive.txt': () =>
    renderTerminal(live.liveInconclusive, { colour: false, width: 100 }),
  'terminal-saturated.txt': () => renderTerminal(cases.saturated, { colour: false, width: 100 }),
};

/** `UPDATE_GOLDEN=1` writes the files anew; the difference is for a person to read. */
describe('golden texts', () => {
  test.each(Object.entries(TEXTS))('%s', (file, render) => {
    const text = `${render()}\n`;
    if (process.env.UPDATE_GOLDEN === '1') writeFileSync(join(GOLDEN, file), text);
    expect(text).toBe(readFileSync(join(GOLDEN, file), 'utf8'));
  });
});
