import { randomBytes } from 'node:crypto';
import type { OptionValues } from '../config/option-values.ts';
import type { Plan } from '../config/plan.ts';
import { TYPED_PROBES } from '../engine/probes/permission.ts';
import type { StatedRun } from '../evidence/stated/read-run.ts';
import { withGenerator } from '../generator-load.ts';
import { readBaselineOf } from '../read-baseline.ts';
import { clean } from '../report/escape.ts';
import { renderComment } from '../report/markdown/comment.ts';
import { publicationOf } from '../report/publication.ts';
import { withoutSecrets } from '../report/redact-report.ts';
import { renderTerminal } from '../report/terminal/report.ts';
import { reproduce } from '../report/view/reproduce.ts';
import { writeProgress } from '../report/words/progress.ts';
import { writeNamed } from '../store/write-named.ts';
import { writeResult } from '../store/write-result.ts';
import { VERSION } from '../version.ts';
import type { World } from '../world.ts';
import { openLoad } from './open-load.ts';
import type { RunHistory } from './run-history.ts';
import type { Terminal } from './terminal.ts';

interface RunSetting {
  readonly flags: OptionValues;
  readonly history: RunHistory | null;
  readonly jsonFile: string | null;
  readonly markdownFile: string | null;
  /** Of results that are judged in place of a load. */
  readonly runs: readonly StatedRun[];
}

/** The terminal's World: the real load, files where the user wants them, tables on the standard output. */
export function createCliWorld(
  plan: Plan,
  terminal: Terminal,
  { flags, history, jsonFile, markdownFile, runs }: RunSetting,
): World {
  const { engine: own, display } = openLoad(terminal, flags, { probes: TYPED_PROBES });
  const { env, signal } = terminal;
  const tellOfRun = (line: string) => display.tell(line);
  const engine = withGenerator(own, plan, { runs, env, secrets: [], signal, tell: tellOfRun });
  return {
    machine: engine.machine,
    seed: randomBytes(6).toString('hex'),
    readBaseline: () => readBaselineOf(plan, terminal.folder, 'terminal', history?.access ?? null),
    prepare: () => engine.prepare(plan),
    measure: (_, order) => engine.measure(plan, order),
    async confirm() {
      await engine.confirm();
      return [];
    },
    findAcceptance: async () => null,
    tell: (progress) => display.tell(writeProgress(progress)),
    close: () => engine.close(),
    describe: () => ({
      version: VERSION,
      now: new Date().toISOString(),
      headSha: flags.commit ?? null,
      servedCommit: engine.servedCommit('target'),
      baseCommit: engine.servedCommit('base'),
      cleanup: engine.cleanup(),
      runUrl: null,
      command: reproduce(plan, flags),
      // As it was typed: a reader of the comment has no use for the path on this machine.
      resultFile: flags.json ?? null,
    }),
    async publish(report) {
      display.close();
      const tell = (why: string) => terminal.err(`tailgate: ${clean(why)}\n`);
      const shown = withoutSecrets(report, [...plan.secrets, ...engine.secrets()]);
      const publication = publicationOf(shown);
      await attempt('The tables', tell, () =>
        terminal.out(renderTerminal(publication, { colour: terminal.colour, width: terminal.width })),
      );
      if (jsonFile !== null)
        await attempt(jsonFile, tell, () => writeResult(jsonFile, publication.result, writeNamed));
      if (markdownFile !== null)
        await attempt(markdownFile, tell, () => writeNamed(markdownFile, `${renderComment(publication)}\n`));
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
