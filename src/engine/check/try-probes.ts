import type { Plan } from '../../config/plan.ts';
import type { PlannedProbe } from '../../config/probes/probe.ts';
import { openReader, type ProbedSide } from '../probes/open-readers.ts';
import type { ProbeReader, ReadingTime } from '../probes/reader.ts';
import { tellTrouble } from '../probes/tell-trouble.ts';
import { troubleOf } from '../probes/trouble-of.ts';
import type { CheckedProbe } from './checked.ts';

/** Reads each probe of the target once, all at the same time, as a run does before its load. Never rejects. */
export async function tryProbes(
  { probes = [] }: Plan,
  side: ProbedSide,
  signal: AbortSignal,
): Promise<readonly CheckedProbe[]> {
  return Promise.all(probes.map((probe) => tryProbe(probe, side, signal)));
}

async function tryProbe(probe: PlannedProbe, side: ProbedSide, signal: AbortSignal): Promise<CheckedProbe> {
  const { key, series, everyMs } = probe;
  const startMs = performance.now();
  const time = { deadlineMs: everyMs, signal };
  let reader: ProbeReader | null = null;
  try {
    reader = openReader(probe, probe.target, side);
    const { values, troubles } = await reader.read(time);
    const ms = performance.now() - startMs;
    const statements = await countStatements(reader, time);
    return {
      key,
      ms,
      read: series.flatMap(({ key: of, unit, isCounter }, i) => {
        const value = values[i] ?? null;
        return value === null ? [] : [{ series: of, unit, value: isCounter ? null : value }];
      }),
      statements: statements.count,
      troubles: [...troubles, ...statements.troubles].map((one) => tellTrouble(one, side.redact)),
    };
  } catch (error) {
    const ms = performance.now() - startMs;
    const trouble = tellTrouble(troubleOf(error), side.redact);
    return { key, ms, read: [], statements: null, troubles: [trouble] };
  } finally {
    await reader?.close();
  }
}

async function countStatements(reader: ProbeReader, time: ReadingTime) {
  try {
    const seen = await reader.readStatements?.(time);
    return { count: seen?.size ?? null, troubles: [] };
  } catch (error) {
    return { count: null, troubles: [{ ...troubleOf(error), series: 'statements' }] };
  }
}
