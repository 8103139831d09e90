/** How the load went, as the result file has it. */
import type { Measurement } from '../evidence/measurement.ts';
import type { CourseEvent, CourseResult } from '../evidence/result/course.ts';
import type { Result } from '../evidence/result/schema.ts';
import { findStalledRounds } from '../judgement/interleaved/stalled-rounds.ts';
import type { Report } from './report.ts';

/** A side each that was measured; nothing where none was. */
export function courseOfSides({ measurement, interleaved, verdict }: Report): Pick<Result, 'course'> {
  // Whole passes have quiet and busy stages: their P99s are not compared with one another.
  const hasRounds = interleaved !== null && verdict.interleaved !== null && !verdict.interleaved.passes;
  const stalled = hasRounds ? findStalledRounds(interleaved) : { target: [], base: [] };
  const course = [
    ...courseOfSide('target', measurement, stalled.target),
    ...courseOfSide('base', interleaved?.base ?? null, stalled.base),
  ];
  return course.length === 0 ? {} : { course };
}

/** @param stalled blocks, and so rounds of the side: only its last round can have no block */
function courseOfSide(
  side: 'target' | 'base',
  measurement: Measurement | null,
  stalled: readonly number[],
): CourseResult[] {
  const { points = [], events = [], rounds = [] } = measurement?.course ?? {};
  if (points.length === 0) return [];
  const stalls = stalled.flatMap((i): CourseEvent[] => {
    const round = rounds[i];
    return round ? [{ kind: 'stalled', ...round }] : [];
  });
  return [
    {
      side,
      points: structuredClone([...points]),
      events: [...events, ...stalls].sort((a, b) => a.fromSeconds - b.fromSeconds).slice(0, 60),
    },
  ];
}
