import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { planCalibration } from '../config/calibration-plan.ts';
import { parseConfig } from '../config/parse-config.ts';
import type { Plan } from '../config/plan.ts';
import { parseDuration } from '../config/units.ts';
import type { Engine } from '../engine/engine.ts';
import { seededRandom } from '../engine/random.ts';
import type { Round } from '../engine/round.ts';
import { isBudgetSpent, nextRounds } from '../engine/schedule.ts';
import { Unmeasurable } from '../engine/unmeasurable.ts';
import { gather } from '../evidence/gather.ts';
import { EXIT } from '../exit-codes.ts';
import { calibrate } from '../judgement/calibration/calibrate.ts';
import type { Calibration } from '../judgement/calibration/calibration.ts';
import { disbelieveCalibration } from '../judgement/calibration/disbelieve-calibration.ts';
import { describeNoise } from '../judgement/calibration/noise.ts';
import { tellCalibrating } from '../judgement/calibration/words.ts';
import type { Disbelief } from '../judgement/disbelief.ts';
import { invalid } from '../judgement/invalid.ts';
import { renderCalibration } from '../report/calibration/calibration.ts';
import { renderRefusal } from '../report/calibration/refusal.ts';
import { writeCalibrationYaml } from '../report/calibration/yaml.ts';
import { findConfig } from '../store/find-config.ts';
import { writeWhole } from '../store/write-whole.ts';
import type { Command } from './main.ts';
import { openLoad } from './open-load.ts';
import type { ProgressDisplay } from './progress-display.ts';
import { readFlags } from './read-flags.ts';
import { readPatience } from './run.ts';

const VALUES = ['config', 'target-url', 'target-timeout', 'base-url', 'profile', 'duration', 'json'] as const;
const USUAL_MS = 360_000;
/** Drawn for each gate; many gates share the time. */
const SESSIONS = 400;
const FEWEST_SESSIONS = 100;
const SESSIONS_IN_ALL = 2400;

/** Measures the same code on both sides, and says what a gate can hold in this environment. */
export const calibrateGate: Command = async (words, terminal) => {
  const { values, switches } = readFlags(words, { values: VALUES, switches: ['allow-private-hosts'] });
  const durationMs =
    values.duration === undefined ? USUAL_MS : parseDuration(values.duration, { key: '--duration' });
  const patienceMs = readPatience(values['target-timeout']);
  const { file, text } = await findConfig(terminal.folder, values.config ?? '', 'terminal');
  const written = parseConfig(text, file, {
    inputs: {
      door: 'terminal',
      targetUrl: values['target-url'],
      baseUrl: values['base-url'],
      profile: values.profile,
    },
    env: terminal.env,
    purpose: 'calibration',
  });
  const plan = planCalibration(written, durationMs);
  const seed = randomBytes(6).toString('hex');
  const { engine, display } = openLoad(terminal, {
    allowsPrivateHosts: switches.has('allow-private-hosts'),
    patienceMs,
  });
  const found = await measure(plan, engine, display, { seed, signal: terminal.signal })
    .then((measured) => conclude(written, plan, measured, { seed, machine: engine.machine }))
    .catch(explainUnmeasurable)
    .finally(() => engine.close());
  display.close();

  const yaml = 'calibration' in found ? writeCalibrationYaml(written, found.calibration) : null;
  const outcome = !('calibration' in found)
    ? 'invalid'
    : found.calibration.complete
      ? 'pass'
      : 'inconclusive';
  if (values.json !== undefined) {
    const content = {
      format: 'tailgate-calibration/1',
      outcome,
      ...found,
      ...(yaml === null ? {} : { yaml }),
    };
    await writeWhole(resolve(terminal.folder, values.json), `${JSON.stringify(content, null, 2)}\n`);
  }
  const { colour, width } = terminal;
  if (!('calibration' in found) || yaml === null) {
    terminal.out(renderRefusal('not calibrated', written, found as Disbelief, { colour, width }));
    return EXIT[outcome];
  }
  const { calibration } = found;
  terminal.out(renderCalibration({ written, calibration, yaml }, { colour, width }));
  return EXIT[outcome];
};

interface Measured {
  /** Whole blocks, and what came after them where the target or its login was lost. */
  readonly rounds: readonly Round[];
  readonly cutShort: boolean;
}

/** Block by block until the time is up or somebody ends it. Throws Unmeasurable. */
async function measure(
  plan: Plan,
  engine: Engine,
  display: ProgressDisplay,
  { seed, signal }: { readonly seed: string; readonly signal: AbortSignal },
): Promise<Measured> {
  const rounds: Round[] = [];
  const goesOn = () => !signal.aborted && rounds.every(({ ended }) => ended.how === 'complete');
  await engine.prepare(plan);
  while (goesOn() && !isBudgetSpent(plan, rounds)) {
    for (const order of nextRounds(plan, rounds, seed))
      if (goesOn()) rounds.push(await engine.measure(plan, order));
    if (!goesOn()) break;
    const { live } = gather(rounds, plan, {
      machine: engine.machine,
      seed,
      budgetBlocks: rounds.length,
      budgetSpent: false,
    });
    const leftMs = plan.gate.live.budgetMs - elapsedMsOf(plan, rounds);
    if (live) display.tell(tellCalibrating(rounds.length / 2, describeNoise(live).ofBlocks, leftMs / 1000));
  }
  const cancelled = signal.aborted || rounds.some(({ ended }) => ended.how === 'cancelled');
  if (!cancelled) {
    await engine.confirm();
    return { rounds, cutShort: false };
  }
  const whole = rounds.findIndex(({ ended }) => ended.how !== 'complete');
  const complete = whole < 0 ? rounds.length : whole;
  return { rounds: rounds.slice(0, complete - (complete % 2)), cutShort: true };
}

function conclude(
  written: Plan,
  plan: Plan,
  { rounds, cutShort }: Measured,
  { seed, machine }: { readonly seed: string; readonly machine: Engine['machine'] },
): Disbelief | { readonly calibration: Calibration } {
  const run = { machine, seed, budgetBlocks: rounds.length / 2, budgetSpent: true };
  const { measurement, live } = gather(rounds, plan, run);
  if (live === null) throw new Error('a calibration has two sides');
  const disbelief = disbelieveCalibration(measurement, live, cutShort);
  if (disbelief) return disbelief;
  const gates = Object.keys(plan.gate.endpoints).length + 1;
  const calibration = calibrate({
    written,
    plan,
    evidence: live,
    elapsedMs: elapsedMsOf(plan, rounds),
    cutShort,
    oneUrl: written.base === null || written.base.origin === written.target.origin,
    unit: seededRandom(`${seed}/sessions`).unit,
    sessions: Math.max(FEWEST_SESSIONS, Math.min(SESSIONS, Math.round(SESSIONS_IN_ALL / (3 * gates)))),
  });
  return { calibration };
}

/** Without the first warm-up, which the time given doesn't count. */
function elapsedMsOf(plan: Plan, rounds: readonly Round[]): number {
  return rounds.reduce((sum, { elapsedMs }) => sum + elapsedMs, 0) - 2 * plan.load.warmupMs;
}

function explainUnmeasurable(error: unknown): Disbelief {
  if (!(error instanceof Unmeasurable)) throw error;
  const { reason, advice } = invalid(error);
  return { reason, advice: advice ?? '' };
}
