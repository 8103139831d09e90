import { randomBytes } from 'node:crypto';
import type { OptionValues } from '../config/option-values.ts';
import type { Plan } from '../config/plan.ts';
import type { Engine } from '../engine/engine.ts';
import { TYPED_PROBES } from '../engine/probes/permission.ts';
import type { StatedRun } from '../evidence/stated/read-run.ts';
import { withGenerator } from '../generator-load.ts';
import { readBaselineOf } from '../read-baseline.ts';
import { clean } from '../report/escape.ts';
import { renderJunit } from '../report/export/junit.ts';
import { renderPrometheus } from '../report/export/prometheus.ts';
import { renderComment } from '../report/markdown/comment.ts';
import { publicationOf } from '../report/publication.ts';
import { withoutSecrets } from '../report/redact-report.ts';
import { renderTerminal } from '../report/terminal/report.ts';
import { reproduce } from '../report/view/reproduce.ts';
import { writeProgress } from '../report/words/progress.ts';
import { sendOtlp } from '../store/export/send-otlp.ts';
import { sendWebhook } from '../store/export/send-webhook.ts';
import { writeNamed } from '../store/write-named.ts';
import { writeReportPage } from '../store/write-page.ts';
import { writeResult } from '../store/write-result.ts';
import { VERSION } from '../version.ts';
import type { World } from '../world.ts';
import { markResult, type Places } from './check-places.ts';
import { openLoad } from './open-load.ts';
import type { ProgressDisplay } from './progress-display.ts';
import type { RunHistory } from './run-history.ts';
import type { Terminal } from './terminal.ts';

interface RunSetting {
  readonly flags: OptionValues;
  readonly history: RunHistory | null;
  readonly places: Places;
  /** What was made already, by other machines; absent: the load is made here. */
  readonly made?: RunLoad;
  /** Of results that are judged in place of a load; absent where there are none. */
  readonly runs?: readonly StatedRun[];
}

interface RunLoad {
  readonly engine: Engine;
  readonly display: ProgressDisplay;
  readonly seed: string;
}

/** The terminal's World: the real load, files where the user wants them, tables on the standard output. */
export function createCliWorld(
  plan: Plan,
  terminal: Terminal,
  { flags, history, places, made, runs = [] }: RunSetting,
): World {
  const { engine: own, display, seed } = made ?? openOwnLoad(terminal, flags);
  const { env, signal } = terminal;
  const tellOfRun = (line: string) => display.tell(line);
  const engine = withGenerator(own, plan, { runs, env, secrets: [], signal, tell: tellOfRun });
  return {
    machine: engine.machine,
    seed,
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
      const write = async (file: string | null, act: (file: string) => Promise<void>) => {
        if (file !== null) await attempt(file, tell, () => act(file));
      };
      await write(places.json, (file) => writeResult(file, publication.result, writeNamed));
      await write(places.markdown, (file) => writeNamed(file, `${renderComment(publication)}\n`));
      await write(places.html, (file) => writeReportPage(file, publication, terminal.distFolder));
      await write(places.junit, (file) => writeNamed(file, renderJunit(publication.result)));
      await write(places.prometheus, (file) => writeNamed(file, renderPrometheus(publication.result)));
      if (places.onOutput)
        await attempt('The result', tell, () =>
          writeResult('the output', publication.result, async (_, text) => terminal.out(markResult(text))),
        );
      const { env } = terminal;
      const { result, run } = publication;
      if (flags.otlp) {
        const { otlp } = flags;
        await attempt('The export to --otlp', tell, () => sendOtlp(otlp, result, run.now, env));
      }
      if (flags.webhook) {
        const { webhook } = flags;
        await attempt('The message to --webhook', tell, () => sendWebhook(webhook, result, run.runUrl, env));
      }
      if (history === null) return;
      const { place } = history.access.store;
      const recorded = await attempt(`The record in ${place}`, tell, () => history.record(shown));
      if (recorded !== null) tell(recorded);
    },
  };
}

function openOwnLoad(terminal: Terminal, flags: OptionValues): RunLoad {
  const load = openLoad(terminal, flags, { probes: TYPED_PROBES });
  return { ...load, seed: randomBytes(6).toString('hex') };
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
