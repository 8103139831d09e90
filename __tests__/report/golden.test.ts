import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Language } from '../../src/config/language.ts';
import { renderComment } from '../../src/report/markdown/comment.ts';
import { renderSummary } from '../../src/report/markdown/summary.ts';
import type { Report } from '../../src/report/report.ts';
import { renderTerminal } from '../../src/report/terminal/report.ts';
import { published as withCourse } from '../page/pages.ts';
import { testPart } from '../part.ts';
import * as cases from './cases.ts';
import * as course from './course-cases.ts';
import { englishIn } from './english-in.ts';
import * as flows from './flow-cases.ts';
import { publishedFork } from './fork.ts';
import * as interleaved from './interleaved-cases.ts';
import { publicationOnce } from './publication-once.ts';
import * as searches from './search-cases.ts';
import * as server from './server-cases.ts';
import * as stages from './stage-cases.ts';

const GOLDEN = join(import.meta.dirname, 'golden');

const published = (report: Report, language: Language) => ({ ...publicationOnce(report), language });
const terminal = (report: Report, language: Language) =>
  renderTerminal(published(report, language), { colour: false, width: 100 });
const comment = (report: Report, language: Language) => renderComment(published(report, language));
const summary = (report: Report, language: Language) => renderSummary(published(report, language));

const TEXTS: Readonly<Record<string, (language: Language) => string | Promise<string>>> = {
  'comment-pass.md': (of) => comment(cases.pass, of),
  'comment-alone.md': (of) => comment(cases.alone, of),
  'terminal-alone.txt': (of) => terminal(cases.alone, of),
  'comment-slow.md': (of) => comment(cases.slow, of),
  'comment-as-reported.md': (of) => comment(cases.asReported, of),
  'comment-inconclusive.md': (of) => comment(cases.inconclusive, of),
  'comment-login-failed.md': (of) => comment(cases.loginFailed, of),
  'comment-rate-limited.md': (of) => comment(cases.rateLimited, of),
  'comment-retried.md': (of) => comment(cases.retried, of),
  'terminal-retried.txt': (of) => terminal(cases.retried, of),
  'comment-open.md': (of) => comment(cases.open, of),
  'comment-saturated.md': (of) => comment(cases.saturated, of),
  'comment-history.md': (of) => comment(cases.history, of),
  'comment-history-advises.md': (of) => comment(cases.historyAdvises, of),
  'comment-interleaved-pass.md': (of) => comment(interleaved.interleavedPass, of),
  'comment-interleaved-fail.md': (of) => comment(interleaved.interleavedFail, of),
  'comment-interleaved-accepted.md': (of) => comment(interleaved.interleavedAccepted, of),
  'comment-interleaved-inconclusive.md': (of) => comment(interleaved.interleavedInconclusive, of),
  'comment-interleaved-warning.md': (of) => comment(interleaved.interleavedWarning, of),
  'comment-interleaved-hosts.md': (of) => comment(interleaved.interleavedHosts, of),
  'comment-interleaved-sliced.md': (of) => comment(interleaved.interleavedSliced, of),
  'comment-interleaved-p95.md': (of) => comment(interleaved.interleavedP95, of),
  'comment-soak.md': (of) => comment(course.soak(), of),
  'comment-heavy.md': (of) => comment(course.heavy(), of),
  'terminal-soak.txt': (of) => terminal(course.soak(), of),
  'terminal-heavy.txt': (of) => terminal(course.heavy(), of),
  'comment-stages-pass.md': (of) => comment(stages.stagesPass, of),
  'comment-stages-fail.md': (of) => comment(stages.stagesFail, of),
  'comment-passes-pass.md': (of) => comment(stages.passesPass, of),
  'comment-passes-fail.md': (of) => comment(stages.passesFail, of),
  'comment-search-pass.md': async (of) => comment(await searches.searchPass(), of),
  'comment-search-fail.md': async (of) => comment(await searches.searchFail(), of),
  'comment-search-limited.md': async (of) => comment(await searches.searchLimited(), of),
  'comment-search-beside.md': async (of) => comment(await searches.searchBeside(), of),
  'terminal-search-pass.txt': async (of) => terminal(await searches.searchPass(), of),
  'terminal-search-at-once.txt': async (of) => terminal(await searches.searchAtOnce(), of),
  'terminal-search-beside.txt': async (of) => terminal(await searches.searchBeside(), of),
  'comment-fork.md': (of) => renderComment(publishedFork(interleaved.interleavedFail, of)),
  'summary-as-reported.md': (of) => summary(cases.asReported, of),
  'summary-open.md': (of) => summary(cases.open, of),
  'summary-pictures.md': (of) => renderSummary(withCourse(interleaved.interleavedFail, of)),
  'terminal-pass.txt': (of) => terminal(cases.pass, of),
  'terminal-slow.txt': (of) => terminal(cases.slow, of),
  'terminal-as-reported.txt': (of) => terminal(cases.asReported, of),
  'terminal-open.txt': (of) => terminal(cases.open, of),
  'terminal-interleaved-fail.txt': (of) => terminal(interleaved.interleavedFail, of),
  'terminal-interleaved-inconclusive.txt': (of) => terminal(interleaved.interleavedInconclusive, of),
  'terminal-interleaved-p95.txt': (of) => terminal(interleaved.interleavedP95, of),
  'terminal-stages-pass.txt': (of) => terminal(stages.stagesPass, of),
  'terminal-stages-fail.txt': (of) => terminal(stages.stagesFail, of),
  'terminal-passes-pass.txt': (of) => terminal(stages.passesPass, of),
  'terminal-passes-fail.txt': (of) => terminal(stages.passesFail, of),
  'comment-server-fail.md': (of) => comment(server.serverFail(), of),
  'terminal-server-pass.txt': (of) => terminal(server.serverPass(), of),
  'terminal-server-fail.txt': (of) => terminal(server.serverFail(), of),
  'comment-flows-pass.md': (of) => comment(flows.flowsPass(), of),
  'comment-flows-fail.md': (of) => comment(flows.flowsFail(), of),
  'comment-flows-beside.md': (of) => comment(flows.flowsBeside(), of),
  'terminal-flows-fail.txt': (of) => terminal(flows.flowsFail(), of),
  'terminal-flows-beside.txt': (of) => terminal(flows.flowsBeside(), of),
  'terminal-saturated.txt': (of) => terminal(cases.saturated, of),
};

/** Those of `npm test`: each medium, each verdict and each mode. */
const USUAL: ReadonlySet<string> = new Set([
  'comment-pass.md',
  'comment-inconclusive.md',
  'comment-login-failed.md',
  'comment-history.md',
  'comment-interleaved-fail.md',
  'comment-interleaved-accepted.md',
  'comment-soak.md',
  'comment-search-fail.md',
  'comment-fork.md',
  'comment-flows-fail.md',
  'summary-as-reported.md',
  'summary-open.md',
  'summary-pictures.md',
  'terminal-as-reported.txt',
  'terminal-retried.txt',
  'terminal-interleaved-fail.txt',
  'terminal-stages-fail.txt',
  'terminal-passes-fail.txt',
  'terminal-server-fail.txt',
  'terminal-flows-fail.txt',
]);
// What is to be written anew is written whole.
const texts = Object.entries(TEXTS);
const eachText =
  process.env.UPDATE_GOLDEN === '1'
    ? test.each(texts)
    : testPart(texts, ([file]) => (USUAL.has(file) ? file : null));

/** `UPDATE_GOLDEN=1` writes the files anew; the difference is for a person to read. */
async function expectGolden(file: string, render: string | Promise<string>): Promise<string> {
  const text = `${await render}\n`;
  const path = join(GOLDEN, file);
  if (process.env.UPDATE_GOLDEN === '1') {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  expect(text).toBe(readFileSync(path, 'utf8'));
  return text;
}

describe('golden texts', () => {
  eachText('%s', async (file, render) => {
    await expectGolden(file, render('en'));
  });
});

describe('the same in French', () => {
  eachText('%s', async (file, render) => {
    const text = await expectGolden(join('french', file), render('fr'));
    expect(englishIn(text)).toEqual([]);
  });
});
