/** What a search came to. */
import type { BreakpointSearch } from '../config/plan.ts';
import { bearsMost, bracketOf, thresholdOf } from './close-in.ts';
import { findKnee } from './knee.ts';
import { hasHeld, type SeenStep, type StepBreak, trialsOf } from './step.ts';

export interface Found {
  /** Null where the limits did not hold at the least load. */
  readonly capacity: Capacity | null;
  /** The step that is nearest to it; null where there is no capacity. */
  readonly knee: SeenStep | null;
  /** What broke first; null where nothing did. `flat`: more connections brought no more throughput. */
  readonly broke: StepBreak | { readonly what: 'flat' } | null;
}

/** Requests per second at which all limits hold, and not beyond. */
export interface Capacity {
  readonly perSecond: number;
  /** Central 95 %. */
  readonly low: number;
  /** Null where nothing broke that is the service's own: it may bear any more. */
  readonly high: number | null;
}

/** However alike few steps are, throughput is known no better than this, as a share. */
const LEAST_ERROR = 0.01;
/** So far above the highest load that held may the capacity be taken to lie: half of what a search leaves open. */
const BEYOND_HELD = 1.03;
/** Two-sided 95 % of Student's t, by degrees of freedom from 1 on; then of the normal distribution. */
const STUDENT = [12.71, 4.3, 3.18, 2.78, 2.57, 2.45, 2.36, 2.31, 2.26, 2.23];
const NORMAL = 1.96;

export function findCapacity(search: BreakpointSearch, steps: readonly SeenStep[]): Found {
  const trials = trialsOf(steps);
  const held = trials.filter(hasHeld);
  if (held.length === 0) return { capacity: null, knee: null, broke: lowestBreak(steps) };
  const knee = search.of === 'connections' ? findKnee(trials) : null;
  if (knee !== null) {
    return { capacity: meanOf(knee.plateau), knee: nearest(held, knee.at), broke: { what: 'flat' } };
  }
  const rate = search.of === 'rate' ? (load: number) => load : throughputAt(held);
  const bore = bearsMost(trials, search);
  if (bore || held.length === trials.length) {
    const least = rate(surelyHeld(held));
    const capacity = { perSecond: least, low: least, high: null };
    const broke = bore ? null : lowestBreak(steps);
    return { capacity, knee: nearest(held, bracketOf(trials).held), broke };
  }
  const { at: middle, low, high } = thresholdOf(trials, search);
  // Where the search broke off on its way, the middle between what held and what broke is nobody's capacity.
  const at = Math.min(middle, bracketOf(trials).held * BEYOND_HELD);
  // Connections are whole numbers: the most that holds is the one below.
  const most = search.of === 'rate' ? at : Math.max(1, Math.floor(at));
  const perSecond = rate(most);
  // What broke may have answered more than what held, or hardly anything any more.
  const beyond = search.of === 'rate' ? high : Math.max(...trials.map((step) => step.throughputPerSecond));
  return {
    capacity: widened(perSecond, rate(Math.min(most, low)), beyond),
    knee: nearest(held, most),
    broke: lowestBreak(steps),
  };
}

/**
 * Of the lowest load that broke beyond all that held, for a stall may break one below them. Where none did, of the
 * lowest at all, unless it was the generator's: then that could make more.
 */
function lowestBreak(steps: readonly SeenStep[]): StepBreak | null {
  const { held } = bracketOf(trialsOf(steps));
  const broken = steps
    .filter(
      ({ phase, load, broke }) => phase !== 'rest' && broke && (broke.what !== 'generator' || load > held),
    )
    .sort((a, b) => a.load - b.load);
  return (broken.find(({ load }) => load > held) ?? broken[0])?.broke ?? null;
}

/** The one of them whose load is nearest, and of these the longest. */
function nearest(steps: readonly SeenStep[], load: number): SeenStep | null {
  const distance = (step: SeenStep) => Math.abs(Math.log(step.load / load));
  return steps.toSorted((a, b) => distance(a) - distance(b) || b.seconds - a.seconds)[0] ?? null;
}

/** The highest load that held more than once, or below one that held: a burst may carry a single short step. */
function surelyHeld(held: readonly SeenStep[]): number {
  const [highest, next] = held.map(({ load }) => load).sort((a, b) => b - a);
  return next ?? highest ?? 0;
}

function widened(perSecond: number, low: number, high: number): Capacity {
  const reach = NORMAL * LEAST_ERROR * perSecond;
  return { perSecond, low: Math.min(low, perSecond - reach), high: Math.max(high, perSecond + reach) };
}

function meanOf(plateau: readonly SeenStep[]): Capacity {
  const n = plateau.length;
  const perSecond = plateau.reduce((sum, step) => sum + step.throughputPerSecond, 0) / n;
  const squares = plateau.reduce((sum, step) => sum + (step.throughputPerSecond - perSecond) ** 2, 0);
  const error =
    n > 1 ? Math.sqrt(squares / (n - 1) / n) * (STUDENT[n - 2] ?? NORMAL) : Number.POSITIVE_INFINITY;
  return widened(perSecond, Math.max(0, perSecond - error), perSecond + error);
}

/** Throughput over connections, in straight lines of their logarithms between those that held. */
function throughputAt(held: readonly SeenStep[]): (connections: number) => number {
  const loads = [...new Set(held.map(({ load }) => load))].sort((a, b) => a - b);
  const points = loads.map((load) => {
    const at = held.filter((step) => step.load === load);
    return { load, perSecond: at.reduce((sum, step) => sum + step.throughputPerSecond, 0) / at.length };
  });
  return (connections) => {
    const above = points.find(({ load }) => load >= connections) ?? points.at(-1);
    const below = points.findLast(({ load }) => load <= connections) ?? points[0];
    if (above === undefined || below === undefined) return 0;
    if (above.load === below.load || below.perSecond === 0 || above.perSecond === 0) return below.perSecond;
    const part = Math.log(connections / below.load) / Math.log(above.load / below.load);
    return below.perSecond * (above.perSecond / below.perSecond) ** part;
  };
}
