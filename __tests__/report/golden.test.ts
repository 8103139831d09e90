import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderComment } from '../../src/report/markdown/comment.ts';
import { renderSummary } from '../../src/report/markdown/summary.ts';
import { publicationOf } from '../../src/report/publication.ts';
import type { Report } from '../../src/report/report.ts';
import { renderTerminal } from '../../src/report/terminal/report.ts';
import * as cases from './cases.ts';
import * as course from './course-cases.ts';
import * as flows from './flow-cases.ts';
import { publishedFork } from './fork.ts';
import * as interleaved from './interleaved-cases.ts';
import * as searches from './search-cases.ts';
import * as server from './server-cases.ts';
import * as stages from './stage-cases.ts';

const GOLDEN = join(import.meta.dirname, 'golden');

const terminal = (report: Report) => renderTerminal(publicationOf(report), { colour: false, width: 100 });
const comment = (report: Report) => renderComment(publicationOf(report));
const summary = (report: Report) => renderSummary(publicationOf(report));

const TEXTS: Readonly<Record<string, () => string | Promise<string>>> = {
  'comment-pass.md': () => comment(cases.pass),
  'comment-alone.md': () => comment(cases.alone),
  'terminal-alone.txt': () => terminal(cases.alone),
  'comment-slow.md': () => comment(cases.slow),
  'comment-as-reported.md': () => comment(cases.asReported),
  'comment-inconclusive.md': () => comment(cases.inconclusive),
  'comment-login-failed.md': () => comment(cases.loginFailed),
  'comment-rate-limited.md': () => comment(cases.rateLimited),
  'comment-retried.md': () => comment(cases.retried),
  'terminal-retried.txt': () => terminal(cases.retried),
  'comment-open.md': () => comment(cases.open),
  'comment-saturated.md': () => comment(cases.saturated),
  'comment-history.md': () => comment(cases.history),
  'comment-history-advises.md': () => comment(cases.historyAdvises),
  'comment-interleaved-pass.md': () => comment(interleaved.interleavedPass),
  'comment-interleaved-fail.md': () => comment(interleaved.interleavedFail),
  'comment-interleaved-accepted.md': () => comment(interleaved.interleavedAccepted),
  'comment-interleaved-inconclusive.md': () => comment(interleaved.interleavedInconclusive),
  'comment-interleaved-warning.md': () => comment(interleaved.interleavedWarning),
  'comment-interleaved-hosts.md': () => comment(interleaved.interleavedHosts),
  'comment-interleaved-sliced.md': () => comment(interleaved.interleavedSliced),
  'comment-interleaved-p95.md': () => comment(interleaved.interleavedP95),
  'comment-soak.md': () => comment(course.soak()),
  'comment-heavy.md': () => comment(course.heavy()),
  'terminal-soak.txt': () => terminal(course.soak()),
  'terminal-heavy.txt': () => terminal(course.heavy()),
  'comment-stages-pass.md': () => comment(stages.stagesPass),
  'comment-stages-fail.md': () => comment(stages.stagesFail),
  'comment-passes-pass.md': () => comment(stages.passesPass),
  'comment-passes-fail.md': () => comment(stages.passesFail),
  'comment-search-pass.md': async () => comment(await searches.searchPass()),
  'comment-search-fail.md': async () => comment(await searches.searchFail()),
  'comment-search-limited.md': async () => comment(await searches.searchLimited()),
  'comment-search-beside.md': async () => comment(await searches.searchBeside()),
  'terminal-search-pass.txt': async () => terminal(await searches.searchPass()),
  'terminal-search-at-once.txt': async () => terminal(await searches.searchAtOnce()),
  'terminal-search-beside.txt': async () => terminal(await searches.searchBeside()),
  'comment-fork.md': () => renderComment(publishedFork(interleaved.interleavedFail)),
  'summary-as-reported.md': () => summary(cases.asReported),
  'summary-open.md': () => summary(cases.open),
  'terminal-pass.txt': () => terminal(cases.pass),
  'terminal-slow.txt': () => terminal(cases.slow),
  'terminal-as-reported.txt': () => terminal(cases.asReported),
  'terminal-open.txt': () => terminal(cases.open),
  'terminal-interleaved-fail.txt': () => terminal(interleaved.interleavedFail),
  'terminal-interleaved-inconclusive.txt': () => terminal(interleaved.interleavedInconclusive),
  'terminal-interleaved-p95.txt': () => terminal(interleaved.interleavedP95),
  'terminal-stages-pass.txt': () => terminal(stages.stagesPass),
  'terminal-stages-fail.txt': () => terminal(stages.stagesFail),
  'terminal-passes-pass.txt': () => terminal(stages.passesPass),
  'terminal-passes-fail.txt': () => terminal(stages.passesFail),
  'comment-server-fail.md': () => comment(server.serverFail()),
  'terminal-server-pass.txt': () => terminal(server.serverPass()),
  'terminal-server-fail.txt': () => terminal(server.serverFail()),
  'comment-flows-pass.md': () => comment(flows.flowsPass()),
  'comment-flows-fail.md': () => comment(flows.flowsFail()),
  'comment-flows-beside.md': () => comment(flows.flowsBeside()),
  'terminal-flows-fail.txt': () => terminal(flows.flowsFail()),
  'terminal-flows-beside.txt': () => terminal(flows.flowsBeside()),
  'terminal-saturated.txt': () => terminal(cases.saturated),
};

/** `UPDATE_GOLDEN=1` writes the files anew; the difference is for a person to read. */
describe('golden texts', () => {
  test.each(Object.entries(TEXTS))('%s', async (file, render) => {
    const text = `${await render()}\n`;
    if (process.env.UPDATE_GOLDEN === '1') writeFileSync(join(GOLDEN, file), text);
    expect(text).toBe(readFileSync(join(GOLDEN, file), 'utf8'));
  });
});
