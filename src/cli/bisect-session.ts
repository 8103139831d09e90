import { randomBytes } from 'node:crypto';
import { ConfigurationError } from '../config/configuration-error.ts';
import { secretsOfEnvironment } from '../config/generator/environment-secrets.ts';
import type { OptionValues } from '../config/option-values.ts';
import type { Plan } from '../config/plan.ts';
import { redactor } from '../config/secrets/redact.ts';
import { TYPED_PROBES } from '../engine/probes/permission.ts';
import { type StartedService, startServiceOf } from '../engine/service/started-service.ts';
import type { Verdict } from '../judgement/verdict.ts';
import { run } from '../pipeline.ts';
import { redactVerdict } from '../report/redact-report.ts';
import { withoutGit } from '../store/git/repository.ts';
import { checkPlaces } from './check-places.ts';
import { noteCleanup } from './note-cleanup.ts';
import { openLoad } from './open-load.ts';
import type { Terminal } from './terminal.ts';
import { createCliWorld } from './world.ts';

interface Sides {
  /** Folders of the commit under test and of the good one. */
  readonly target: string;
  readonly base: string;
}

interface Setting {
  readonly command: string;
  readonly flags: OptionValues;
  /** The plan between the two services that were started. */
  planOf(targetUrl: string, baseUrl: string): Plan;
}

interface Session {
  readonly verdict: Verdict;
  /** Why its service ended before it was measured; null where it did not. */
  readonly ended: string | null;
}

/**
 * One session of the real gate between two commits, whose services live only for it: both begin alike, neither warm nor
 * with what an earlier session has written.
 * @throws ConfigurationError where the good commit's service ends by itself: nothing could be compared with it
 */
export async function compareStarted(sides: Sides, setting: Setting, terminal: Terminal): Promise<Session> {
  const started: StartedService[] = [];
  const start = async (folder: string) => {
    const service = await startServiceOf({ command: setting.command, folder, env: withoutGit(terminal.env) });
    started.push(service);
    return service;
  };
  try {
    const [target, base] = [await start(sides.target), await start(sides.base)];
    const plan = setting.planOf(`http://127.0.0.1:${target.port}`, `http://127.0.0.1:${base.port}`);
    const signal = AbortSignal.any([terminal.signal, target.failed, base.failed]);
    const verdict = await measureOnce(plan, setting.flags, { ...terminal, signal });
    // Of what a cancellation ends as well nothing is to be said.
    if (terminal.signal.aborted) return { verdict, ended: null };
    // Whatever is in its environment it may write, where it ends.
    const redact = redactor([...plan.secrets, ...secretsOfEnvironment(terminal.env)]);
    const endOf = (service: StartedService) => explainEnd(service, redact);
    const ofBase = endOf(base);
    if (ofBase !== null)
      throw new ConfigurationError(`of the good commit ${ofBase}: nothing can be compared with it`, {
        key: '--start',
      });
    return { verdict, ended: endOf(target) };
  } finally {
    await Promise.all(started.map((service) => service.stop()));
  }
}

async function measureOnce(plan: Plan, flags: OptionValues, terminal: Terminal): Promise<Verdict> {
  const load = openLoad(terminal, flags, { probes: TYPED_PROBES });
  const quiet: Terminal = { ...terminal, out: () => {} };
  const places = await checkPlaces(terminal, {});
  const made = { ...load, seed: randomBytes(6).toString('hex') };
  const world = createCliWorld(plan, quiet, { flags, history: null, places, made });
  const verdict = await run(plan, world);
  noteCleanup(load.engine, true, terminal);
  return redactVerdict(verdict, redactor([...plan.secrets, ...load.engine.secrets()]));
}

function explainEnd(service: StartedService, redact: (text: string) => string): string | null {
  const ending = service.ending();
  if (ending === null) return null;
  const said = redact(service.output()).trim().split(/\r?\n/).slice(-8).join(' / ');
  return `the command that starts it ended (${ending})${said === '' ? '' : `, with ${said}`}`;
}
