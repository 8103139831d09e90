import { ConfigurationError } from '../config/configuration-error.ts';
import type { FlagsOf } from '../config/flags.ts';
import { overridesOf } from '../config/overrides.ts';
import { namesOfFiles, parseConfig } from '../config/parse-config.ts';
import type { Plan } from '../config/plan.ts';
import { BISECT_EXIT } from '../exit-codes.ts';
import { failedBy, judgeCommit } from '../judgement/bisect/judge-commit.ts';
import { type CommitLook, type CommitVerdict, nextCommit } from '../judgement/bisect/next-commit.ts';
import type { Verdict } from '../judgement/verdict.ts';
import { run } from '../pipeline.ts';
import { type JudgedSession, toBisectFile } from '../report/bisect/bisect-file.ts';
import { renderBegin, renderEnd, renderJudged, renderOpening } from '../report/bisect/bisect-lines.ts';
import { clean } from '../report/escape.ts';
import { writeReason } from '../report/words/reason.ts';
import { checkFilePlace } from '../store/check-place.ts';
import { findConfig } from '../store/find-config.ts';
import { LocalRepository } from '../store/git/repository.ts';
import { readNamedFiles } from '../store/read-named-files.ts';
import { compareStarted } from './bisect-session.ts';
import { checkPlaces } from './check-places.ts';
import type { Command } from './main.ts';
import { readFlags } from './read-flags.ts';
import type { Terminal } from './terminal.ts';
import { createCliWorld } from './world.ts';
import { writeFigures } from './write-figures.ts';

type Flags = FlagsOf<'bisect'>;

interface Search {
  readonly repository: LocalRepository;
  readonly command: string;
  readonly flags: Flags;
  readonly terminal: Terminal;
  planOf(targetUrl: string, baseUrl: string): Plan;
}

/**
 * With two commits, the search itself; with one, or with the URL of what is served, a step of `git bisect run`: what is
 * checked out, judged. Its exit codes are git's.
 */
export const bisect: Command = async (words, terminal) => {
  const { flags, positionals } = readFlags('bisect', words, { count: 0, most: 2, missing: '' });
  const [good, bad] = positionals;
  const { start: command, json } = flags;
  if (json !== undefined && bad === undefined)
    throw new ConfigurationError('is for a search: write a good and a bad commit', { key: '--json' });
  if (good === undefined) {
    if (command !== undefined)
      throw new ConfigurationError('needs a good commit to compare with: tailgate bisect GOOD --start …');
    if (!flags['target-url'])
      throw new ConfigurationError(
        'there is nothing to judge: give a good and a bad commit with --start, or a running environment with --target-url',
      );
    return stepOfServed(flags, terminal);
  }
  if (command === undefined)
    throw new ConfigurationError(`is required, such as 'npm ci && npm start'`, { key: '--start' });
  for (const key of ['target-url', 'base-url', 'baseline'] as const)
    if (flags[key] !== undefined)
      throw new ConfigurationError(
        'is for a running environment: leave it out, or leave out the commits and --start',
        {
          key: `--${key}`,
        },
      );
  const planOf = await readPlans(flags, terminal);
  const repository = new LocalRepository(terminal.folder, terminal.env);
  const search: Search = { repository, command, flags, terminal, planOf };
  const goodSha = await repository.commit(good);
  return bad === undefined ? stepOfCheckout(search, goodSha) : findCommit(search, goodSha, bad);
};

/** What runs already is compared with its base or its baseline, as `run` does. */
async function stepOfServed(flags: Flags, terminal: Terminal): Promise<number> {
  const planOf = await readPlans(flags, terminal);
  const plan = planOf(flags['target-url'], flags['base-url']);
  const places = await checkPlaces(terminal, {});
  const verdict = await run(plan, createCliWorld(plan, terminal, { flags, history: null, places }));
  return codeOf(judgeCommit(verdict, null), terminal);
}

async function stepOfCheckout(search: Search, good: string): Promise<number> {
  const { repository, terminal } = search;
  const base = await repository.checkOut(good);
  try {
    const { verdict, reason } = await judge(search, terminal.folder, base.folder, null);
    terminal.out(`${verdict}: ${clean(reason)}`);
    return codeOf(verdict, terminal);
  } finally {
    await base.remove();
  }
}

async function findCommit(search: Search, good: string, bad: string): Promise<number> {
  const { repository, terminal, flags } = search;
  const { json: written } = flags;
  const json =
    written === undefined ? null : await checkFilePlace(terminal.folder, { key: '--json', written });
  const commits = await repository.between(good, await repository.commit(bad));
  terminal.err(`${renderOpening(commits, good)}\n`);
  const looks: CommitLook[] = [];
  const sessions: JudgedSession[] = [];
  let sought: ReadonlySet<string> | null = null;
  const base = await repository.checkOut(good);
  try {
    for (;;) {
      const next = nextCommit(commits.length, looks);
      if (next.how !== 'judge') {
        terminal.out(renderEnd(next, commits, looks.length));
        if (json !== null)
          await writeFigures(json, toBisectFile({ good, end: next, commits, sessions }), terminal);
        return ENDS[next.how];
      }
      const commit = commits[next.commit - 1];
      if (commit === undefined) throw new Error('there is no such commit to judge');
      const number = looks.length + 1;
      terminal.err(`${renderBegin(number, commit, next.candidates)}\n`);
      const target = await repository.checkOut(commit.sha);
      const judged = await judge(search, target.folder, base.folder, sought).finally(() => target.remove());
      if (terminal.signal.aborted) return BISECT_EXIT.cancelled;
      // What the last commit fails by is what is looked for.
      if (sought === null && judged.verdict === 'bad') sought = judged.failedBy;
      looks.push({ commit: next.commit, verdict: judged.verdict });
      sessions.push({ commit, verdict: judged.verdict, reason: judged.reason });
      terminal.err(`${renderJudged({ number, commit, ...judged })}\n`);
    }
  } finally {
    await base.remove();
  }
}

const ENDS = {
  found: BISECT_EXIT.good,
  none: BISECT_EXIT.bad,
  among: BISECT_EXIT.skip,
  unknown: BISECT_EXIT.skip,
} as const;

interface Judged {
  readonly verdict: CommitVerdict;
  readonly reason: string;
  readonly failedBy: ReadonlySet<string>;
}

async function judge(
  { command, flags, terminal, planOf }: Search,
  target: string,
  base: string,
  sought: ReadonlySet<string> | null,
): Promise<Judged> {
  const { verdict, ended } = await compareStarted({ target, base }, { command, flags, planOf }, terminal);
  if (ended !== null) return { verdict: 'unusable', reason: ended, failedBy: new Set() };
  return { verdict: judgeCommit(verdict, sought), reason: reasonOf(verdict), failedBy: failedBy(verdict) };
}

function reasonOf(verdict: Verdict): string {
  return writeReason(verdict, null);
}

function codeOf(verdict: CommitVerdict, { signal }: Terminal): number {
  if (signal.aborted) return BISECT_EXIT.cancelled;
  if (verdict === 'good') return BISECT_EXIT.good;
  return verdict === 'bad' ? BISECT_EXIT.bad : BISECT_EXIT.skip;
}

/** Reads the configuration once, of the folder as it is now, and checks it before anything is started. */
async function readPlans(flags: Flags, terminal: Terminal) {
  const { file, text } = await findConfig(terminal.folder, flags.config ?? '', 'terminal');
  const files = await readNamedFiles(terminal.folder, namesOfFiles(text, file));
  const planOf = (targetUrl: string | undefined, baseUrl: string | undefined): Plan =>
    parseConfig(text, file, {
      inputs: overridesOf('terminal', { ...flags, 'target-url': targetUrl, 'base-url': baseUrl }),
      env: terminal.env,
      files,
    });
  if (flags.start !== undefined) planOf('http://127.0.0.1:1', 'http://127.0.0.1:2');
  return planOf;
}
