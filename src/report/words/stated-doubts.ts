import type { StatedDoubt } from '../../evidence/stated/doubts.ts';
import type { Report } from '../report.ts';
import { plural } from './format.ts';

/** What the figures of somebody else's load generator leave out: who compares them has to know. */
export function writeDoubts({
  measurement,
  interleaved,
}: Pick<Report, 'measurement' | 'interleaved'>): string[] {
  const of = (doubts: readonly StatedDoubt[] = [], side: string) =>
    doubts.map((doubt) => sentenceOf(doubt, side));
  if (interleaved === null) return of(measurement?.doubts, '');
  return [...of(measurement?.doubts, 'On the target, '), ...of(interleaved.base.doubts, 'On the base, ')];
}

function sentenceOf({ tool, does, runs }: StatedDoubt, side: string): string {
  const more = runs > 1 ? ` (and alike in ${plural(runs - 1, 'other run')})` : '';
  return `${side}${tool} ${does}${more}.`;
}
