/** Sentences of what moved with a figure that got worse; a row a kind of evidence. */
import { METRICS } from '../../config/metrics.ts';
import type { Explanation } from '../../evidence/result/why.ts';
import { formatMs } from './format.ts';
import { enumerate } from './names.ts';

/** What a piece of evidence is about, as others call it, and what there is to say of it. */
export interface Told {
  readonly about: string;
  readonly says: string;
}

type OfKind<Kind> = Extract<Explanation, { kind: Kind }>;

/** A cause is never claimed: only what was seen at the same time. */
export const SEEN_TOGETHER = 'Seen together, which proves no cause.';

/** In their order; what is of one kind and about the same is told together. */
export function tellWhy(found: readonly Explanation[]): readonly Told[] {
  const groups = new Map<string, [Explanation, ...Explanation[]]>();
  for (const one of found) {
    const key = JSON.stringify([one.kind, one.endpoint]);
    const group = groups.get(key);
    if (group) group.push(one);
    else groups.set(key, [one]);
  }
  return [...groups.values()].map(tellGroup);
}

function tellGroup<Kind extends Explanation['kind']>(
  group: readonly [OfKind<Kind>, ...OfKind<Kind>[]],
): Told {
  const tell = KINDS_TOLD[group[0].kind as Kind];
  return { about: group[0].endpoint, says: tell(...group) };
}

const KINDS_TOLD: {
  readonly [Kind in Explanation['kind']]: (first: OfKind<Kind>, ...others: readonly OfKind<Kind>[]) => string;
} = {
  endpoint: ({ metric, ms, ofMs, beforeMs, afterMs }) => {
    const { noun } = METRICS[metric];
    return `carries ${added(ms)} of the ${added(ofMs)} of ${noun} of all requests; its own ${noun}: ${formatMs(beforeMs)} → ${formatMs(afterMs)}`;
  },
  'server-timing': (first, ...others) => {
    const durations = [first, ...others].map(
      ({ name, ms, beforeMs, afterMs }) =>
        `${name} ${added(ms)} (${formatMs(beforeMs)} → ${formatMs(afterMs)})`,
    );
    return `${added(first.ofMs)} in its slowest tenth, by Server-Timing: ${enumerate(durations)}`;
  },
};

function added(ms: number): string {
  return ms < 0 ? formatMs(ms) : `+${formatMs(ms)}`;
}
