/** Sentences of what moved with a figure that got worse; a row a kind of evidence. */
import { METRICS } from '../../config/metrics.ts';
import type { Explanation } from '../../evidence/result/why.ts';
import { formatChangeSize, formatCount, formatMs, plural } from './format.ts';
import { enumerate } from './names.ts';
import { nameSeries } from './server.ts';
import { nameMoved, tellResource, tellStatement, tellTable } from './why-server.ts';

/** What a piece of evidence is about, as others call it, and what there is to say of it. */
export interface Observation {
  /** A name of the user's, a statement or a series; null where it is about all. */
  readonly about: string | null;
  readonly says: string;
}

type OfKind<Kind> = Extract<Explanation, { kind: Kind }>;

/** A cause is never claimed: only what was seen at the same time. */
export const SEEN_TOGETHER = 'These changed together, which does not prove a cause.';

/** In their order; what is of one kind and about the same is told together. */
export function tellWhy(found: readonly Explanation[], words: WhyWords = WHY_WORDS): readonly Observation[] {
  const groups = new Map<string, [Explanation, ...Explanation[]]>();
  for (const one of found) {
    const key = JSON.stringify([one.kind, 'text' in one ? one.text : aboutOf(one, words)]);
    const group = groups.get(key);
    if (group) group.push(one);
    else groups.set(key, [one]);
  }
  const kinds = new Set<Explanation['kind']>();
  return [...groups.values()].map((group) => {
    const isFirst = !kinds.has(group[0].kind);
    kinds.add(group[0].kind);
    return { about: aboutOf(group[0], words), says: tellGroup(group, isFirst, words) };
  });
}

/** Where both sides share a database, which can't tell what either asked of it. @param probes at least one */
export function tellIndistinct(probes: readonly string[]): string {
  return `Both sides use one database (${enumerate(probes)}), so the work that each of them caused there can’t be separated.`;
}

function aboutOf(one: Explanation, { nameSeries }: WhyWords): string | null {
  if ('endpoint' in one) return one.endpoint;
  return one.kind === 'everywhere' ? null : nameMoved(one, nameSeries);
}

function tellGroup<Kind extends Explanation['kind']>(
  group: readonly [OfKind<Kind>, ...OfKind<Kind>[]],
  isFirst: boolean,
  { kinds }: WhyWords,
): string {
  return kinds[group[0].kind as Kind](group, isFirst);
}

/** @param isFirst of its kind: what is the same for all of them is told once */
type Tell<Kind> = (group: readonly [OfKind<Kind>, ...OfKind<Kind>[]], isFirst: boolean) => string;

export interface WhyWords {
  readonly nameSeries: (series: string) => string;
  readonly kinds: { readonly [Kind in Explanation['kind']]: Tell<Kind> };
}

const KINDS_TOLD: WhyWords['kinds'] = {
  everywhere: ([{ metric, rose, requests, change }]) =>
    `${formatCount(rose)} of ${plural(requests, 'request name')} got slower in their slowest tenth, typically by ${formatChangeSize(metric, change)}`,
  endpoint: ([{ metric, ms, ofMs, beforeMs, afterMs }], isFirst) => {
    const { noun } = METRICS[metric];
    const whole = isFirst
      ? `the ${formatMs(ofMs)} by which ${noun} of all requests rose`
      : `these ${formatMs(ofMs)}`;
    return `accounts for ${partOf(ms, ofMs)} of ${whole}; its own ${noun}: ${formatMs(beforeMs)} → ${formatMs(afterMs)}`;
  },
  step: ([{ flow, of, ms, ofMs, beforeMs, afterMs }]) => {
    const walks = of === 'slowest' ? 'the slowest tenth of walks' : 'the average walk';
    return `accounts for ${partOf(ms, ofMs)} of the ${formatMs(ofMs)} by which ${walks} through the flow ${flow} got slower; the step itself: ${formatMs(beforeMs)} → ${formatMs(afterMs)}`;
  },
  statement: ([one]) => tellStatement(one),
  table: ([one]) => tellTable(one),
  resource: ([one]) => tellResource(one),
  'server-timing': (group) => {
    const durations = group.map(
      ({ name, ms, beforeMs, afterMs }) =>
        `${name} ${added(ms)} (${formatMs(beforeMs)} → ${formatMs(afterMs)})`,
    );
    return `in its slowest tenth ${added(group[0].ofMs)}, of which ${enumerate(durations)}, according to Server-Timing`;
  },
};

const WHY_WORDS: WhyWords = { nameSeries, kinds: KINDS_TOLD };

/** Parts add up to the whole, and where others got faster, one of them may be more than that. */
function partOf(ms: number, ofMs: number): string {
  return ms < ofMs ? formatMs(ms) : 'all';
}

function added(ms: number): string {
  return ms < 0 ? formatMs(ms) : `+${formatMs(ms)}`;
}
