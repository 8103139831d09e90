/** What a round draws its requests from. All of it follows from the seed, so that both sides get the same. */
import { Mix } from '../mix.ts';
import { seededRandom } from '../random.ts';
import { type Captures, createWriter, type Writer } from '../render.ts';
import { createValues, type Values } from '../values.ts';
import { ArrivalTimes } from './arrival-times.ts';
import { ClosedPacer } from './closed-pacer.ts';
import type { RoundPart, WorkerOrder } from './messages.ts';
import { OpenPacer, type Pacer, type Sender } from './pacer.ts';

/** One writer for each request, with what the latest login captured. */
export function compileWriters(
  {
    origin,
    basePath,
    requests,
    sharedJars,
  }: Pick<WorkerOrder, 'origin' | 'basePath' | 'requests' | 'sharedJars'>,
  captures: Captures,
): readonly Writer[] {
  const { host } = new URL(origin);
  return requests.map((spec) =>
    createWriter(spec, { host, basePath, cookies: sharedJars !== undefined }, captures),
  );
}

/** What the mix holds by weight: a request, or a flow with the requests of its steps. */
export interface DeckCard {
  readonly weight: number;
  readonly flow: number | null;
  readonly requests: readonly number[];
}

export function listDrawn({ requests, flows = [] }: WorkerOrder): readonly DeckCard[] {
  const alone = requests.flatMap(({ weight, flow }, index) =>
    flow === undefined ? [{ weight, flow: null, requests: [index] }] : [],
  );
  const walked = flows.map(({ weight, steps }, flow) => ({
    weight,
    flow,
    requests: steps.map(({ request }) => request),
  }));
  return [...alone, ...walked];
}

export function shuffleMix(
  drawn: readonly DeckCard[],
  { seed }: RoundPart,
  phase: 'warm-up' | 'measure',
): Mix {
  const weights = drawn.map(({ weight }) => weight);
  return new Mix(weights, seededRandom(`${seed}/${phase}`));
}

export function createValuesOf({ seed, uniquePrefix }: RoundPart): Values {
  return createValues(uniquePrefix, seededRandom(`${seed}/values`));
}

export function startPacer(sender: Sender, part: RoundPart): Pacer {
  const { seed, stages, warmupMs } = part;
  const [{ arrivals }] = stages;
  if (arrivals === null) return new ClosedPacer(sender);
  const { fromPerSecond, perSecond: toPerSecond, ...rest } = arrivals;
  const steady = { ...rest, perSecond: fromPerSecond ?? toPerSecond };
  const warmUp = warmupMs > 0 ? [{ durationMs: Number.POSITIVE_INFINITY, arrivals: steady }] : [];
  const schedule = {
    warmUp: new ArrivalTimes(warmUp, seededRandom(`${seed}/arrivals/warm-up`)),
    load: new ArrivalTimes(stages, seededRandom(`${seed}/arrivals`)),
  };
  return new OpenPacer(sender, schedule);
}
