import type { HistoryRecord } from '../../evidence/history/record.ts';
import { bytesOf, LARGEST_RECORD, writeRecordText } from '../../evidence/history/record-text.ts';

/** Requests that the format allows for. */
const MOST_REQUESTS = 2000;
const LONGEST_PATH = 100;
const LONGEST_TEXT = 200;
/** Shares up to here are below what makes two mixes differ, so that a mix without them still compares alike. */
const NEGLIGIBLE_SHARE = 0.005;

/**
 * The record in at most 64 KiB of text. What goes first is what is missed least: long paths, which are for reading
 * only; then the figures of the rarest requests; then those in the mix that are too rare to matter to a comparison, and
 * last what flows are made of. A scenario that is too large even then leaves a record that is never compared with.
 */
export function fitRecord(record: HistoryRecord): HistoryRecord {
  const trimmed = trimTexts(record);
  if (fits(trimmed)) return trimmed;
  const { endpoints } = trimmed;
  const ranks = rank(endpoints.map(({ requests }) => requests));
  const withEndpoints = (count: number): HistoryRecord => ({
    ...trimmed,
    endpoints: endpoints.filter((_, i) => (ranks[i] ?? 0) < count),
    endpointsLeftOut: endpoints.length - count,
  });
  if (fits(withEndpoints(0))) return withEndpoints(most(endpoints.length, (n) => fits(withEndpoints(n))));
  return fitMix(withEndpoints(0));
}

function fitMix(record: HistoryRecord): HistoryRecord {
  const { mix } = record.conditions;
  const ranks = rank(mix.map(({ share }) => share));
  const excluded = record.excluded ?? 'its scenario is too large to be recorded';
  const withMix = (count: number): HistoryRecord => {
    const dropped = mix.filter((_, i) => (ranks[i] ?? 0) >= count);
    const matters = dropped.some(({ share }) => share > NEGLIGIBLE_SHARE);
    return {
      ...record,
      ...(matters && { excluded }),
      conditions: { ...record.conditions, mix: mix.filter((_, i) => (ranks[i] ?? 0) < count) },
    };
  };
  const { flows, ...conditions } = record.conditions;
  if (flows !== undefined && !fits(withMix(0))) return fitMix({ ...record, excluded, conditions });
  return withMix(most(mix.length, (n) => fits(withMix(n))));
}

function trimTexts(record: HistoryRecord): HistoryRecord {
  const { conditions } = record;
  return {
    ...record,
    conditions: {
      ...conditions,
      tool: conditions.tool.slice(0, LONGEST_TEXT),
      machine: conditions.machine.slice(0, LONGEST_TEXT),
      mix: conditions.mix.map((part) => ({ ...part, path: part.path.slice(0, LONGEST_PATH) })),
    },
  };
}

function fits(record: HistoryRecord): boolean {
  const { endpoints, conditions } = record;
  if (Math.max(endpoints.length, conditions.mix.length) > MOST_REQUESTS) return false;
  return bytesOf(writeRecordText(record)) <= LARGEST_RECORD;
}

/** Place of each value among them, the largest first; equal ones as they stand. */
function rank(values: readonly number[]): readonly number[] {
  const ranks: number[] = [];
  const order = values.map((value, i) => ({ value, i })).sort((a, b) => b.value - a.value || a.i - b.i);
  for (const [place, { i }] of order.entries()) ranks[i] = place;
  return ranks;
}

/** The largest number up to `all` of which `holds` is true, by bisection; it is taken to hold of 0. */
function most(all: number, holds: (count: number) => boolean): number {
  let [yes, no] = [0, all + 1];
  while (no - yes > 1) {
    const middle = Math.floor((yes + no) / 2);
    if (holds(middle)) yes = middle;
    else no = middle;
  }
  return yes;
}
