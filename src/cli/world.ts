import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Plan } from '../config/plan.ts';
import { redactor } from '../config/redact.ts';
import { createEngine } from '../engine/engine.ts';
import { renderComment } from '../report/comment.ts';
import { redactReport } from '../report/redact-report.ts';
import { reproduce, type SaidBeside } from '../report/reproduce.ts';
import { toResult } from '../report/result.ts';
import { renderTerminal } from '../report/terminal.ts';
import { readBaselineFile } from '../store/read-baseline-file.ts';
import { writeResult } from '../store/write-result.ts';
import { writeWhole } from '../store/write-whole.ts';
import { VERSION } from '../version.ts';
import type { World } from '../world.ts';
import { createProgressDisplay } from './progress-display.ts';
import type { Terminal } from './terminal.ts';

export interface RunFlags {
  readonly flags: SaidBeside & { readonly json?: string | undefined };
  readonly jsonFile: string | null;
  readonly markdownFile: string | null;
}

/** The terminal's World: the real load, files where the user wants them, tables on the standard output. */
export function createWorld(
  plan: Plan,
  terminal: Terminal,
  { flags, jsonFile, markdownFile }: RunFlags,
): World {
  const display = createProgressDisplay(terminal);
  const engine = createEngine({
    workerFile: join(terminal.distFolder, 'worker', 'index.js'),
    version: VERSION,
    signal: terminal.signal,
    onProgress: (progress) => display.show(progress),
    onSecret: () => {},
  });
  return {
    machine: engine.machine,
    seed: randomBytes(6).toString('hex'),
    readBaseline: () => readBaselineFile(plan, terminal.folder, 'terminal'),
    prepare: () => engine.prepare(plan),
    measure: (_, order) => engine.measure(plan, order),
    tell: (progress) => display.tell(progress),
    close: () => engine.close(),
    describe: () => ({
      version: VERSION,
      now: new Date().toISOString(),
      headSha: null,
      runUrl: null,
      command: reproduce(plan, flags),
      // As it was typed: a reader of the comment has no use for the path on this machine.
      resultFile: flags.json ?? null,
    }),
    async publish(report) {
      display.close();
      const shown = redactReport(report, redactor([...plan.secrets, ...engine.secrets()]));
      terminal.out(renderTerminal(shown, { colour: terminal.colour, width: terminal.width }));
      const failed = [
        jsonFile === null ? null : await attempt(jsonFile, () => writeResult(jsonFile, toResult(shown))),
        markdownFile === null
          ? null
          : await attempt(markdownFile, () => writeWhole(markdownFile, `${renderComment(shown)}\n`)),
      ];
      for (const why of failed) if (why !== null) terminal.err(`tailgate: ${why}\n`);
    },
  };
}

/** A file that can't be written is told, and the verdict stays. */
async function attempt(file: string, write: () => Promise<void>): Promise<string | null> {
  try {
    await write();
    return null;
  } catch (error) {
    return `${file} could not be written: ${error instanceof Error ? error.message : String(error)}`;
  }
}
