/**
 * Reports whose verdicts the code came to: rounds are made from a description, seen, judged and reported as in a run.
 * So no golden text holds a sentence that no run can say, or figures that don't belong together.
 */
import { Unmeasurable, type UnmeasurableCode } from '../../src/engine/unmeasurable.ts';
import { once } from '../../src/evidence/once.ts';
import { accept } from '../../src/judgement/acceptance.ts';
import { invalid } from '../../src/judgement/validity/unmeasurable.ts';
import type { Report, RunContext } from '../../src/report/report.ts';
import type { RunCase } from '../judgement/recorded/case.ts';
import { run } from '../judgement/recorded/play.ts';
import { type ConfigShape, config } from '../judgement/recorded/texts.ts';
import type { Spell, Traffic } from '../judgement/recorded/traffic.ts';
import { MIX, makeRun } from './make-report.ts';

export const TARGET_URL = 'http://127.0.0.1:8080';
export const BASE_URL = 'http://127.0.0.1:8081';
/** The rounds' own clock begins a little before. */
const NOW = '2026-11-02T09:12:00.000Z';

const REQUESTS = MIX.map(
  ([method, name, path, weight]) =>
    `\n    - { name: ${name}, weight: ${weight}, ${method.toLowerCase()}: ${path} }`,
).join('');

/** tailgate.yml of the example's mix; `load` is the profile realistic where nothing else is said. */
export function mixConfig({ load = 'realistic', ...shape }: ConfigShape): string {
  return config({ load, requests: REQUESTS, ...shape });
}

/** The mix as it usually is, each request with a P99 of its own; `slower` is a factor on all of them. */
export function mixTraffic({
  slower = 1,
  names: own = {},
  ...all
}: Traffic & { readonly slower?: number } = {}): Traffic {
  const names = MIX.map(([, name, , , p99Ms]): [string, Spell] => [
    name,
    { p99Ms: slower * p99Ms, medianMs: 0.22 * slower * p99Ms, ...own[name] },
  ]);
  return { perSecond: 311, ...all, names: Object.fromEntries(names) };
}

interface JudgedShape extends Omit<RunCase, 'kind'> {
  /** Who accepted what failed. */
  readonly accepted?: { readonly by: string; readonly at: string };
  readonly context?: Partial<RunContext>;
}

/** Nothing is judged before somebody looks at the report: most files of tests look at few of the cases. */
export function judged(shape: JudgedShape): Report {
  return later(() => judgeNow(shape));
}

/** A report that is made when somebody looks at it. */
export function later(make: () => Report): Report {
  const now = once(make);
  return {
    get plan() {
      return now().plan;
    },
    get baseline() {
      return now().baseline;
    },
    get measurement() {
      return now().measurement;
    },
    get interleaved() {
      return now().interleaved;
    },
    get verdict() {
      return now().verdict;
    },
    get run() {
      return now().run;
    },
  };
}

function judgeNow({ accepted, context, ...shape }: JudgedShape): Report {
  const one: RunCase = { kind: 'run', ...(shape.base ? {} : { durationMs: 20_000 }), ...shape };
  const { plan, baseline, seen, look } = run(one);
  const verdict = accepted ? accept(look.verdict, accepted) : look.verdict;
  return { plan, baseline, ...seen, verdict, run: makeRun({ ...contextOf(one), ...context }) };
}

/** The run ended before anything was measured. */
export function unmeasured(
  code: UnmeasurableCode,
  message: string,
  shape: Omit<JudgedShape, 'target'>,
): Report {
  return later(() => {
    const verdict = invalid(new Unmeasurable(code, message));
    return { ...judgeNow({ target: {}, ...shape }), measurement: null, interleaved: null, verdict };
  });
}

function contextOf({ base, targetUrl = TARGET_URL, baseUrl = BASE_URL }: RunCase): Partial<RunContext> {
  const sides = base ? `--target-url ${targetUrl} --base-url ${baseUrl}` : `--target-url ${targetUrl}`;
  const time = base ? '' : ' --duration 20s';
  return { now: NOW, command: `tailgate run --config tailgate.yml ${sides}${time}` };
}
