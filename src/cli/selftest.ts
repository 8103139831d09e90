import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseConfig } from '../config/parse-config.ts';
import type { Plan } from '../config/plan.ts';
import { redactor } from '../config/redact.ts';
import { planSelftest, SELFTEST_SLOWDOWN, SELFTEST_TOLERANCE } from '../config/selftest-plan.ts';
import {
  type ProxySeen,
  type SlowingProxy,
  startSlowingProxy,
} from '../engine/slowing-proxy/slowing-proxy.ts';
import { permitTyped, resolveAllowed, resolveByDns } from '../engine/target/guard.ts';
import { Unmeasurable } from '../engine/unmeasurable.ts';
import { EXIT } from '../exit-codes.ts';
import { invalid } from '../judgement/invalid.ts';
import { judgeSelftest, type SelftestSession } from '../judgement/selftest.ts';
import { run } from '../pipeline.ts';
import {
  nameWays,
  renderSelftest,
  type SelftestReport,
  toSelftestFile,
} from '../report/calibration/selftest.ts';
import { findConfig } from '../store/find-config.ts';
import { writeWhole } from '../store/write-whole.ts';
import { VERSION } from '../version.ts';
import type { World } from '../world.ts';
import type { Command } from './main.ts';
import { type LoadFlags, openLoad } from './open-load.ts';
import { readFlags } from './read-flags.ts';
import { readPatience } from './run.ts';
import type { Terminal } from './terminal.ts';

const VALUES = ['config', 'target-url', 'target-timeout', 'profile', 'json'] as const;

/** Proves the gate on the user's own target: with 20 % added to every answer it must fail, without it must pass. */
export const selftestGate: Command = async (words, terminal) => {
  const { values, switches } = readFlags(words, { values: VALUES, switches: ['allow-private-hosts'] });
  const { file, text } = await findConfig(terminal.folder, values.config ?? '', 'terminal');
  const plan = parseConfig(text, file, {
    inputs: { door: 'terminal', targetUrl: values['target-url'], profile: values.profile },
    env: terminal.env,
    purpose: 'calibration',
  });
  // What is wrong with the budget is told before the target is asked anything.
  planSelftest(plan, plan.target.origin, plan.target.origin);
  const report = await prove(plan, terminal, {
    allowsPrivateHosts: switches.has('allow-private-hosts'),
    patienceMs: readPatience(values['target-timeout']),
  });
  if (values.json !== undefined) {
    const content = `${JSON.stringify(toSelftestFile(report), null, 2)}\n`;
    await writeWhole(resolve(terminal.folder, values.json), content);
  }
  terminal.out(renderSelftest(report, { colour: terminal.colour, width: terminal.width }));
  return EXIT[report.selftest.outcome];
};

async function prove(plan: Plan, terminal: Terminal, flags: LoadFlags): Promise<SelftestReport> {
  const rule = { slowdown: SELFTEST_SLOWDOWN, tolerance: SELFTEST_TOLERANCE };
  const unready = await checkTarget(plan, terminal, flags);
  if (unready) return { plan, sessions: [], selftest: judgeSelftest(unready, null, rule) };
  const permission = permitTyped(flags.allowsPrivateHosts).target;
  const addresses = await resolveAllowed(plan.target.origin, permission, resolveByDns);
  const open = (slowdown: number): Promise<SlowingProxy> =>
    startSlowingProxy({
      origin: plan.target.origin,
      addresses,
      slowdown,
      connections: plan.load.connections,
    });

  const sessions: SelftestReport['sessions'][number][] = [];
  const measure = async (slowdown: number): Promise<SelftestSession> => {
    terminal.err(
      slowdown > 0
        ? `session 1 of 2: ${100 * slowdown} % added to every answer; it must fail\n`
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
  const first = slowed.verdict.outcome === 'fail' ? null : judgeSelftest(slowed, null, rule);
  const same = first === null ? await measure(0) : null;
  return { plan, sessions, selftest: first ?? judgeSelftest(slowed, same, rule) };
}

/** Readiness, login and guard of the target itself, so that what is wrong is told of it and not of a proxy. */
async function checkTarget(
  plan: Plan,
  terminal: Terminal,
  flags: LoadFlags,
): Promise<SelftestSession | null> {
  const { engine, display } = openLoad(terminal, flags);
  try {
    await engine.prepare({ ...plan, base: null });
    return null;
  } catch (error) {
    if (!(error instanceof Unmeasurable)) throw error;
    return { verdict: invalid(error), busyShare: 0 };
  } finally {
    await engine.close();
    display.close();
  }
}

/** One session of the real gate between the two ways. */
async function compare(plan: Plan, terminal: Terminal): Promise<SelftestSession> {
  const { engine, display } = openLoad(terminal, { allowsPrivateHosts: false, patienceMs: null });
  const busy: number[] = [];
  const world: World = {
    machine: engine.machine,
    seed: randomBytes(6).toString('hex'),
    readBaseline: async () => null,
    prepare: () => engine.prepare(plan),
    async measure(_, order) {
      // The proxies answer on this very thread.
      const before = performance.eventLoopUtilization();
      const round = await engine.measure(plan, order);
      busy.push(performance.eventLoopUtilization(before).utilization);
      return round;
    },
    confirm: () => engine.confirm(),
    findAcceptance: async () => null,
    tell: (progress) => display.tell(progress),
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
  const redact = redactor([...plan.secrets, ...engine.secrets()]);
  return {
    verdict: { ...verdict, reason: redact(verdict.reason), advice: verdict.advice && redact(verdict.advice) },
    busyShare: busy.sort((a, b) => a - b)[busy.length >> 1] ?? 0,
  };
}

function troubleOf(...seen: readonly ProxySeen[]): string | null {
  return seen.find(({ trouble }) => trouble !== null)?.trouble ?? null;
}
