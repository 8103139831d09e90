import { randomBytes } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { planSelftest, SELFTEST_SLOWDOWN, SELFTEST_TOLERANCE } from '../config/calibration/selftest-plan.ts';
import { mostConnections } from '../config/load/whole-load.ts';
import type { Plan } from '../config/plan.ts';
import { redactor } from '../config/secrets/redact.ts';
import { urlOf } from '../config/target/location.ts';
import type { Engine } from '../engine/engine.ts';
import {
  type ProxySeen,
  type SlowingProxy,
  startSlowingProxy,
} from '../engine/slowing-proxy/slowing-proxy.ts';
import { codeOf, explainFailure } from '../engine/target/failure.ts';
import { permitTyped, resolveAllowed, resolveByDns } from '../engine/target/guard.ts';
import { Unmeasurable } from '../engine/unmeasurable.ts';
import { judgeSelftest, type SelftestSession } from '../judgement/selftest.ts';
import { invalid } from '../judgement/validity/unmeasurable.ts';
import type { Verdict } from '../judgement/verdict.ts';
import { run } from '../pipeline.ts';
import { nameWays, type SelftestReport } from '../report/calibration/selftest.ts';
import { redactVerdict } from '../report/redact-report.ts';
import { writeProgress } from '../report/words/progress.ts';
import { VERSION } from '../version.ts';
import type { World } from '../world.ts';
import { noteCleanup } from './note-cleanup.ts';
import { type LoadFlags, openLoad } from './open-load.ts';
import type { Terminal } from './terminal.ts';

/**
 * Two sessions of the real gate between two ways to the target: the first with every response slowed, the second as it
 * is.
 */
export async function prove(plan: Plan, terminal: Terminal, flags: LoadFlags): Promise<SelftestReport> {
  const found = await findTarget(plan, terminal, flags);
  if ('verdict' in found) return { plan, sessions: [], ...conclude(found, null) };
  const { addresses } = found;
  const open = (slowdown: number): Promise<SlowingProxy> =>
    startSlowingProxy({
      origin: plan.target.origin,
      addresses,
      slowdown,
      connections: mostConnections(plan.load),
    });

  const sessions: SelftestReport['sessions'][number][] = [];
  const measure = async (slowdown: number): Promise<SelftestSession> => {
    terminal.err(
      slowdown > 0
        ? `session 1 of 2: ${100 * slowdown} % added to every response; it must fail\n`
        : 'session 2 of 2: nothing added; it must pass\n',
    );
    const [target, base] = [await open(slowdown), await open(0)];
    const session = await compare(planSelftest(plan, target.origin, base.origin), terminal).finally(() =>
      Promise.all([target.close(), base.close()]),
    );
    const ways = {
      plan,
      target: target.origin,
      base: base.origin,
      trouble: troubleOf(target.seen(), base.seen()),
    };
    const named = { ...session, verdict: nameWays(session.verdict, ways) };
    sessions.push({ ...named, slowdown, target: target.seen(), base: base.seen() });
    return named;
  };
  const slowed = await measure(SELFTEST_SLOWDOWN);
  const same = slowed.verdict.outcome === 'fail' ? await measure(0) : null;
  return { plan, sessions, ...conclude(slowed, same) };
}

function conclude(
  slowed: SelftestSession,
  same: SelftestSession | null,
): Pick<SelftestReport, 'selftest' | 'verdicts'> {
  const rule = { slowdown: SELFTEST_SLOWDOWN, tolerance: SELFTEST_TOLERANCE };
  return {
    selftest: judgeSelftest(slowed, same, rule),
    verdicts: { slowed: slowed.verdict, same: same?.verdict ?? null },
  };
}

/**
 * Addresses of the target, for the proxies, once it is ready and logged in to; or why not, told of the target itself
 * and not of a proxy.
 */
async function findTarget(
  plan: Plan,
  terminal: Terminal,
  flags: LoadFlags,
): Promise<{ readonly addresses: readonly string[] } | SelftestSession> {
  const { engine, display } = openLoad(terminal, flags);
  try {
    await engine.prepare({ ...plan, base: null });
    const permission = permitTyped(flags['allow-private-hosts'] === true).target;
    return { addresses: await resolveAllowed(plan.target.origin, permission, resolveByDns).catch(explain) };
  } catch (error) {
    if (!(error instanceof Unmeasurable)) throw error;
    return { verdict: withoutSecrets(invalid(error), plan, engine), busyShare: 0 };
  } finally {
    await engine.close();
    display.close();
    noteCleanup(engine, false, terminal);
  }

  /** The engine found the name a moment ago; a resolver may fail all the same. */
  function explain(error: unknown): never {
    if (codeOf(error) === '') throw error;
    throw new Unmeasurable(
      'dns',
      `${urlOf(plan.target)} was ready, but then its name no longer resolved: ${explainFailure(error)}`,
    );
  }
}

/** One session of the real gate between the two ways. */
async function compare(plan: Plan, terminal: Terminal): Promise<SelftestSession> {
  const names = new Map(
    [plan.target, plan.base].map((way) => [
      way === null ? '' : urlOf(way),
      'through a proxy on this machine',
    ]),
  );
  const { engine, display } = openLoad(terminal, {}, { names });
  const busy: number[] = [];
  const world: World = {
    machine: engine.machine,
    seed: randomBytes(6).toString('hex'),
    readBaseline: async () => null,
    prepare: () => engine.prepare(plan),
    async measure(_, order) {
      // The proxies answer on this very thread.
      const before = performance.eventLoopUtilization();
      const rounds = await engine.measure(plan, order);
      busy.push(performance.eventLoopUtilization(before).utilization);
      return rounds;
    },
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
      headSha: null,
      runUrl: null,
      command: 'tailgate selftest',
      resultFile: null,
    }),
    publish: async () => display.close(),
  };
  const verdict = await run(plan, world);
  // Both ways lead to one target.
  noteCleanup(engine, false, terminal);
  return {
    verdict: withoutSecrets(verdict, plan, engine),
    busyShare: busy.sort((a, b) => a - b)[busy.length >> 1] ?? 0,
  };
}

function withoutSecrets(verdict: Verdict, { secrets }: Plan, engine: Engine): Verdict {
  return redactVerdict(verdict, redactor([...secrets, ...engine.secrets()]));
}

function troubleOf(...seen: readonly ProxySeen[]): string | null {
  return seen.find(({ trouble }) => trouble !== null)?.trouble ?? null;
}
