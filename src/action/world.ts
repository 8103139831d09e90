import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import * as core from '@actions/core';
import type { Inputs } from '../config/inputs.ts';
import { isConstant, mostConnections, totalDurationMs } from '../config/load/whole-load.ts';
import { labelOf } from '../config/measurement-id.ts';
import type { Plan } from '../config/plan.ts';
import type { Policy } from '../config/policy.ts';
import { redactor } from '../config/secrets/redact.ts';
import { urlOf } from '../config/target/location.ts';
import { confirmAll } from '../engine/target/confirm.ts';
import type { Baseline } from '../evidence/baseline.ts';
import type { Remark } from '../evidence/result/remarks.ts';
import type { StatedRun } from '../evidence/stated/read-run.ts';
import { withGenerator } from '../generator-load.ts';
import { ACCEPT_LABEL } from '../judgement/acceptance.ts';
import type { Report } from '../report/report.ts';
import { reproduce } from '../report/view/reproduce.ts';
import { formatSeconds, plural } from '../report/words/format.ts';
import { writeProgress } from '../report/words/progress.ts';
import { familyOf } from '../store/history/suite.ts';
import { VERSION } from '../version.ts';
import type { World } from '../world.ts';
import type { Announcement } from './announce/announcement.ts';
import { askAcceptance, takesAcceptance } from './announce/ask-acceptance.ts';
import { type Cancelling, wasCancelled } from './cancel.ts';
import type { JudgementChanges } from './changes/read-changes.ts';
import { conclude, type Treatments } from './conclude.ts';
import type { Environment, RunnerEvent } from './event/read-event.ts';
import { commentKey, groupKey } from './github/marker.ts';
import type { History } from './history/open-history.ts';
import { recordRun } from './history/record-run.ts';
import { writePages } from './history/write-pages.ts';
import { identify } from './identify.ts';
import { openEngine } from './open-engine.ts';
import type { ProgressLog } from './progress-log.ts';
import { publish } from './publish.ts';
import { checkServed } from './shards/check-served.ts';
import type { Sharding } from './shards/open-merge.ts';
import type { SettledTarget } from './target.ts';

interface WorldOptions {
  readonly inputs: Inputs;
  readonly event: RunnerEvent;
  readonly policy: Policy;
  readonly plan: Plan;
  readonly env: Environment;
  /** Of results that are judged in place of a load. */
  readonly runs: readonly StatedRun[];
  readonly target: SettledTarget;
  readonly history: History;
  readonly baseline: Baseline | null;
  readonly treatments: Treatments;
  readonly cancelling: Cancelling;
  readonly log: ProgressLog;
  /** Tells GitHub of the outcome; begun already. */
  readonly announcement: Announcement;
  /** Why no pull request hears of it, for the summary; null where nobody expects that. */
  readonly unfollowed: string | null;
  /** What of the judgement the pull request changed; never rejects. */
  readonly changes: Promise<JudgementChanges>;
  /** With the bundles: the load's worker is in `worker/`. */
  readonly distFolder: string;
  /** Where the documentation is read. */
  readonly docsUrl: string | null;
  /** What other machines measured already; null: the load is made here. */
  readonly made: Sharding['made'];
  /** Folder below which the files of this run are written. */
  readonly folder: string;
  readonly summaryFile: string | undefined;
}

/** Within which GitHub mostly answers. */
const BEGIN_MS = 3000;

/** The action's World: the real load, the workspace's files, the runner's log and files, GitHub. */
export function createActionWorld(around: WorldOptions): World {
  const { inputs, event, policy, plan, target, history, cancelling, log } = around;
  const { engine: own, seed } = around.made ?? {
    engine: openEngine(around),
    seed: randomBytes(6).toString('hex'),
  };
  const { env, runs } = around;
  const { signal } = cancelling;
  const engine = withGenerator(own, plan, { runs, env, secrets: [inputs.token], signal, tell: log.tell });
  const id = identify(inputs, event, plan);
  const key = commentKey(id);
  const withoutSecrets = redactor([inputs.token, ...plan.secrets]);
  const label = withoutSecrets(labelOf(id));
  // Steps of one job share the folder, and a later one must not replace the result that an earlier one names.
  const step = event.step?.replace(/[^\w-]/g, '') ?? '';
  const files = join(around.folder, 'tailgate', step === '' ? key : `${key}-${step}`);
  const resultFile = join(files, 'result.json');
  cancelling.signal.addEventListener('abort', () => {
    if (wasCancelled(cancelling.signal)) core.info('Cancelled: writing what was measured so far.');
  });

  return {
    machine: engine.machine,
    seed,
    readBaseline: async () => around.baseline,
    async prepare() {
      if (target.refusal !== null) throw target.refusal;
      if (plan.generator === undefined) log.open(describeLoad(plan));
      await engine.prepare(plan);
      if (around.made)
        checkServed(plan, { served: engine.servedCommit('target'), run: around.made.run }, event);
      // A mistake that shows when it is told is worth a moment: it spares the load.
      const { announcement } = around;
      await Promise.race([announcement.begun(), pause(BEGIN_MS, undefined, { ref: false })]);
      if (announcement.refusal !== null) throw announcement.refusal;
    },
    measure: (_, order) => engine.measure(plan, order),
    async confirm() {
      const untold: Remark[] = [];
      const look = async () => {
        untold.push(...(await target.confirm()).map((detail): Remark => ({ code: 'unconfirmed', detail })));
      };
      await confirmAll([engine.confirm, look]);
      return untold;
    },
    async findAcceptance(acceptable) {
      // What nobody can accept needs no word about the label, but to whoever has just set it.
      if (!acceptable && event.labelled?.name !== ACCEPT_LABEL) return null;
      const told = inputs.comment === 'grouped' ? groupKey(event) : key;
      return askAcceptance(event, { key: told, token: inputs.token, signal: cancelling.signal });
    },
    tell: (progress) => log.tell(writeProgress(progress)),
    close: () => engine.close(),
    describe: () => ({
      version: VERSION,
      now: new Date().toISOString(),
      headSha: event.headSha,
      servedCommit: engine.servedCommit('target'),
      baseCommit: engine.servedCommit('base'),
      cleanup: engine.cleanup(),
      runUrl: event.runUrl,
      command: reproduce(plan, {
        ...inputs,
        suite: history.suite === familyOf(id) ? null : history.suite,
        // The terminal asks for it only where the plan says how.
        commit: (plan.target.identity && (target.sha ?? event.headSha)) || undefined,
      }),
      resultFile,
      ...(label === '' ? {} : { label }),
      ...(inputs['report-artifact'] === ''
        ? {}
        : { reportArtifact: withoutSecrets(inputs['report-artifact']) }),
      ...(takesAcceptance(event) ? { acceptLabel: ACCEPT_LABEL } : {}),
    }),
    async publish(made) {
      log.close();
      // A run that crashed has said its last word.
      const cancelled = wasCancelled(cancelling.signal);
      if (cancelling.signal.aborted && !cancelled) return;
      const report = cancelled ? made : withChanges(made, await around.changes);
      const secrets = [inputs.token, ...plan.secrets, ...engine.secrets()].filter((secret) => secret !== '');
      const { summaryFile, unfollowed, distFolder, docsUrl } = around;
      const places = {
        resultFile,
        commentFile: join(files, 'comment.md'),
        reportFile: join(files, 'report.html'),
        junitFile: join(files, 'junit.xml'),
        prometheusFile: join(files, 'metrics.prom'),
        receivers: { otlp: inputs.otlp, webhook: inputs.webhook, env: around.env },
        distFolder,
        docsUrl,
        summaryFile,
        note: unfollowed,
      };
      const { outcome, accepted } = report.verdict;
      const conclusion = conclude(outcome, around.treatments, accepted !== undefined);
      const told: Report[] = [];
      await publish(report, secrets, places, conclusion, (publication, shown) => {
        told.push(shown);
        return around.announcement.tell({ publication, conclusion, cancelled });
      });
      // Last, for it may take a while. A run that is being cancelled has no time for it.
      const [shown] = told;
      if (!shown || cancelled) return;
      const { lastCall: signal } = cancelling;
      const record = await recordRun(shown, { policy, event, history, signal });
      if (!inputs.pages) return;
      await writePages(shown, {
        record,
        history,
        signal,
        language: plan.language ?? 'en',
        address: event.runUrl?.replace(/\/actions\/runs\/.*$/, '') ?? null,
        folder: join(files, 'history'),
        distFolder,
      });
    },
  };
}

/** Only shown: the verdict is the head's own. */
function withChanges(report: Report, { changes, unread }: JudgementChanges): Report {
  const { run, verdict } = report;
  const warning: Remark[] = unread === null ? [] : [{ code: 'changes-unread', detail: unread }];
  return {
    ...report,
    run: changes === null ? run : { ...run, changes },
    verdict: { ...verdict, warnings: [...verdict.warnings, ...warning] },
  };
}

function describeLoad({ name, load, target }: Plan): string {
  const length = formatSeconds(totalDurationMs(load) / 1000);
  const connections = `${mostConnections(load)} connections`;
  const hard = isConstant(load)
    ? connections
    : `up to ${connections} in ${plural(load.stages.length, 'stage')}`;
  return `Load “${name}”: ${hard} for ${length} on ${urlOf(target)}`;
}
