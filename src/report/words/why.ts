/** Sentences of what moved with a figure that got worse; a row a kind of evidence. */
import { METRICS } from '../../config/metrics.ts';
import type { Explanation } from '../../evidence/result/why.ts';
import { formatChangeSize, formatCount, formatMs, plural } from './format.ts';
import { enumerate } from './names.ts';

/** What a piece of evidence is about, as others call it, and what there is to say of it. */
export interface Observation {
  /** A name of the user's; null where it is about all. */
  readonly about: string | null;
  readonly says: string;
}

type OfKind<Kind> = Extract<Explanation, { kind: Kind }>;

/** A cause is never claimed: only what was seen at the same time. */
export const SEEN_TOGETHER = 'Seen together, which proves no cause.';

/** In their order; what is of one kind and about the same is told together. */
export function tellWhy(found: readonly Explanation[], told: WhyWords = KINDS_TOLD): readonly Observation[] {
  const groups = new Map<string, [Explanation, ...Explanation[]]>();
  for (const one of found) {
    const key = JSON.stringify([one.kind, aboutOf(one)]);
    const group = groups.get(key);
    if (group) group.push(one);
    else groups.set(key, [one]);
  }
  const kinds = new Set<Explanation['kind']>();
  return [...groups.values()].map((group) => {
    const isFirst = !kinds.has(group[0].kind);
    kinds.add(group[0].kind);
    return { about: aboutOf(group[0]), says: tellGroup(group, isFirst, told) };
  });
}

function aboutOf(one: Explanation): string | null {
  return 'endpoint' in one ? one.endpoint : null;
}

function tellGroup<Kind extends Explanation['kind']>(
  group: readonly [OfKind<Kind>, ...OfKind<Kind>[]],
  isFirst: boolean,
  told: WhyWords,
): string {
  return told[group[0].kind as Kind](group, isFirst);
}

/** @param isFirst of its kind: what is the same for all of them is told once */
type Tell<Kind> = (group: readonly [OfKind<Kind>, ...OfKind<Kind>[]], isFirst: boolean) => string;

/** A row a kind. */
export type WhyWords = { readonly [Kind in Explanation['kind']]: Tell<Kind> };

const KINDS_TOLD: WhyWords = {
  everywhere: ([{ metric, rose, requests, change }]) =>
    `${formatCount(rose)} of ${plural(requests, 'request name')} got slower in their slowest tenth, typically by ${formatChangeSize(metric, change)}`,
  endpoint: ([{ metric, ms, ofMs, beforeMs, afterMs }], isFirst) => {
    const { noun } = METRICS[metric];
    const whole = isFirst
      ? `the ${formatMs(ofMs)} by which ${noun} of all requests rose`
      : `these ${formatMs(ofMs)}`;
    return `carries ${formatMs(ms)} of ${whole}; its own ${noun}: ${formatMs(beforeMs)} → ${formatMs(afterMs)}`;
  },
  'server-timing': (group) => {
    const durations = group.map(
      ({ name, ms, beforeMs, afterMs }) =>
        `${name} ${added(ms)} (${formatMs(beforeMs)} → ${formatMs(afterMs)})`,
    );
    return `in its slowest tenth ${added(group[0].ofMs)}, of which ${enumerate(durations)}, as Server-Timing tells`;
  },
};

function added(ms: number): string {
  return ms < 0 ? formatMs(ms) : `+${formatMs(ms)}`;
}
