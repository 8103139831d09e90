/** Where more connections bring no more throughput. */
import { hasHeld, type SeenStep } from './step.ts';

/** A gain in throughput that is a smaller part of the gain in connections is none: below the knee the two are alike. */
const WORTH = 0.25;
/** Steps that bring nothing more, before it is believed. */
const FLAT_STEPS = 2;
/** Throughput within this share of the plateau's is the plateau's. */
const NEARLY = 0.05;

interface Knee {
  /** The fewest connections whose throughput is the plateau's, and the most that were tried and fall short of it. */
  readonly at: number;
  readonly below: number;
  /** Steps that held with at least so many connections. */
  readonly plateau: readonly SeenStep[];
  /** Mean throughput of these. */
  readonly perSecond: number;
}

/**
 * The knee of throughput over connections: below it each connection adds its own requests, above it they wait for each
 * other (Denning & Buzen, "The Operational Analysis of Queueing Network Models", 1978). Null while throughput grows.
 */
export function findKnee(trials: readonly SeenStep[]): Knee | null {
  const held = trials.filter(hasHeld).sort((a, b) => a.load - b.load);
  if (!isFlat(held)) return null;
  const best = Math.max(...held.map(({ throughputPerSecond }) => throughputPerSecond));
  const reaches = ({ throughputPerSecond }: SeenStep) => throughputPerSecond >= best * (1 - NEARLY);
  // From above: a step that something else stalled is no end of the plateau.
  const at = Math.min(...held.filter(reaches).map(({ load }) => load));
  const short = held.filter((step) => step.load < at).map(({ load }) => load);
  const plateau = held.filter(({ load }) => load >= at);
  const perSecond =
    plateau.reduce((sum, { throughputPerSecond }) => sum + throughputPerSecond, 0) / plateau.length;
  return { at, below: Math.max(0, ...short), plateau, perSecond };
}

/** Whether the last loads of a climb gained nothing over what was best with fewer connections. */
function isFlat(held: readonly SeenStep[]): boolean {
  const climbed = held.filter(({ phase }) => phase === 'climb');
  for (let i = 1; i + FLAT_STEPS <= climbed.length; i++) {
    const before = climbed.slice(0, i);
    const best = before.reduce((a, b) => (b.throughputPerSecond > a.throughputPerSecond ? b : a));
    if (climbed.slice(i).every((step) => !gains(best, step))) return true;
  }
  return false;
}

function gains(before: SeenStep, after: SeenStep): boolean {
  const more = after.throughputPerSecond / Math.max(1e-9, before.throughputPerSecond) - 1;
  return more > WORTH * Math.min(1, after.load / before.load - 1);
}
