import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Plan } from '../config/plan.ts';
import { redactor } from '../config/redact.ts';
import { createEngine } from '../engine/engine.ts';
import { permitTyped } from '../engine/target/guard.ts';
import { PATIENCE } from '../engine/target/ready.ts';
import { renderComment } from '../report/comment.ts';
import { redactReport } from '../report/redact-report.ts';
import { reproduce, type SaidBeside } from '../report/reproduce.ts';
import { toResult } from '../report/result.ts';
import { renderTerminal } from '../report/terminal.ts';
import { readBaselineOf } from '../store/read-baseline.ts';
import { writeResult } from '../store/write-result.ts';
import { writeWhole } from '../store/write-whole.ts';
import { VERSION } from '../version.ts';
import type { World } from '../world.ts';
import { createProgressDisplay } from './progress-display.ts';
import type { RunHistory } from './run-history.ts';
import type { Terminal } from './terminal.ts';

export interface RunFlags {
  readonly flags: SaidBeside & {
    readonly json?: string | undefined;
  };
  /** How long the target is waited for; null: as long as usual. */
  readonly patienceMs?: number | null;
  readonly history: RunHistory | null;
  readonly jsonFile: string | null;
  readonly markdownFile: string | null;
}

/** The terminal's World: the real load, files where the user wants them, tables on the standard output. */
export function createWorld(
  plan: Plan,
  terminal: Terminal,
  { flags, patienceMs = null, history, jsonFile, markdownFile }: RunFlags,
): World {
  const display = createProgressDisplay(terminal);
  const engine = createEngine({
    workerFile: join(terminal.distFolder, 'worker', 'index.js'),
    version: VERSION,
    signal: terminal.signal,
    onProgress: (progress) => display.show(progress),
    onSecret: () => {},
    permissions: permitTyped(flags.allowsPrivateHosts === true),
    commit: flags.commit ?? null,
    ...(patienceMs === null ? {} : { patience: { ...PATIENCE, deadlineMs: patienceMs } }),
  });
  return {
    machine: engine.machine,
    seed: randomBytes(6).toString('hex'),
    readBaseline: () => readBaselineOf(plan, terminal.folder, 'terminal', history?.access ?? null),
    prepare: () => engine.prepare(plan),
    measure: (_, order) => engine.measure(plan, order),
    confirm: () => engine.confirm(),
    findAcceptance: async () => null,
    tell: (progress) => display.tell(progress),
    close: () => engine.close(),
    describe: () => ({
      version: VERSION,
      now: new Date().toISOString(),
      headSha: flags.commit ?? null,
      runUrl: null,
      command: reproduce(plan, flags),
      // As it was typed: a reader of the comment has no use for the path on this machine.
      resultFile: flags.json ?? null,
    }),
    async publish(report) {
      display.close();
      const tell = (why: string) => terminal.err(`tailgate: ${why}\n`);
      const redact = redactor([...plan.secrets, ...engine.secrets()]);
      const shown = await attempt('The report', tell, () => redactReport(report, redact));
      if (shown === null) {
        // Nothing of it may be shown with its secrets in, but for the one word that can't hold any.
        tell(`the verdict is ${report.verdict.outcome}`);
        return;
      }
      await attempt('The tables', tell, () =>
        terminal.out(renderTerminal(shown, { colour: terminal.colour, width: terminal.width })),
      );
      if (jsonFile !== null) await attempt(jsonFile, tell, () => writeResult(jsonFile, toResult(shown)));
      if (markdownFile !== null)
        await attempt(markdownFile, tell, () => writeWhole(markdownFile, `${renderComment(shown)}\n`));
      if (history === null) return;
      const { place } = history.access.store;
      const recorded = await attempt(`The record in ${place}`, tell, () => history.record(shown));
      if (recorded !== null) tell(recorded);
    },
  };
}

/** What `act` gives; null where it fails, which is told, and the verdict stays. */
async function attempt<T>(
  what: string,
  tell: (why: string) => void,
  act: () => T | Promise<T>,
): Promise<T | null> {
  try {
    return await act();
  } catch (error) {
    tell(`${what} could not be written: ${error instanceof Error ? error.message : String(error)}`);
    return null;
  }
}
