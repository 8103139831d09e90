/** What both sides were seen to do, request by request and flow by flow. */
import { SLOWEST } from '../../config/why.ts';
import type { Timings } from '../../engine/timings.ts';
import type { Baseline } from '../../evidence/baseline.ts';
import { Histogram } from '../../evidence/histogram.ts';
import type { InterleavedEvidence } from '../../evidence/interleaved.ts';
import type { EndpointFigures, Measurement } from '../../evidence/measurement.ts';
import { addTimings, type TimeSpent, timeOfSlowest } from '../../evidence/server-timing.ts';
import type { ComparedEndpoint, ComparedFlow } from './asked.ts';

/** Of all complete blocks together. */
export function endpointsOfBlocks({ blocks }: InterleavedEvidence): readonly ComparedEndpoint[] {
  const names = Object.keys(blocks[0]?.target.endpoints ?? {});
  return names.map((name) => {
    const latencyOf = (side: 'base' | 'target') =>
      Histogram.merge(
        ...blocks.flatMap((block) => {
          const { endpoints } = block[side];
          return Object.hasOwn(endpoints, name) ? [endpoints[name]?.latency ?? Histogram.of()] : [];
        }),
      );
    const slowestOf = (side: 'base' | 'target') => {
      const timings = addTimings(blocks.flatMap((block) => block[side].timings?.get(name) ?? []));
      return timings && timeOfSlowest(timings, SLOWEST);
    };
    const latency = { base: latencyOf('base'), target: latencyOf('target') };
    return { name, latency, slowest: both(slowestOf('base'), slowestOf('target')) };
  });
}

/** Null where the baseline holds figures and no histograms, or its requests have other names. */
export function endpointsOfRuns(
  { endpoints }: Measurement,
  { told }: Baseline,
): readonly ComparedEndpoint[] | null {
  const compared = endpoints.map(({ name, figures, ...own }): ComparedEndpoint | null => {
    const before = told?.get(name);
    const base = before?.latency() ?? null;
    return (
      base && {
        name,
        latency: { base, target: figures.latency },
        slowest: both(before?.slowest ?? null, slowestOfRun(own)),
      }
    );
  });
  return compared.length > 0 && compared.every((one) => one !== null) ? compared : null;
}

/** Of all complete blocks together; of a flow that no walk through is known of, nothing. */
export function flowsOfBlocks({ blocks }: InterleavedEvidence): readonly ComparedFlow[] {
  const names = Object.keys(blocks[0]?.target.flows ?? {});
  return names.flatMap((name): ComparedFlow[] => {
    const [base, target] = (['base', 'target'] as const).map((side) =>
      addTimings(
        blocks.flatMap((block) => block[side].timings?.get(name) ?? []),
        Number.POSITIVE_INFINITY,
      ),
    );
    return base && target ? [{ name, times: { base: walkedIn(base), target: walkedIn(target) } }] : [];
  });
}

/** The same of a baseline that is a result, and of what was measured. */
export function flowsOfRuns({ flows = [] }: Measurement, { walked }: Baseline): readonly ComparedFlow[] {
  return flows.flatMap(({ name, times }): ComparedFlow[] => {
    const base = walked?.get(name);
    return base && times ? [{ name, times: { base, target: walkedIn(times) } }] : [];
  });
}

function walkedIn(times: Timings): ComparedFlow['times']['target'] {
  return { all: timeOfSlowest(times, 1), slowest: timeOfSlowest(times, SLOWEST) };
}

function slowestOfRun({ timings }: Pick<EndpointFigures, 'timings'>): TimeSpent | null {
  return timings ? timeOfSlowest(timings, SLOWEST) : null;
}

function both(base: TimeSpent | null, target: TimeSpent | null): ComparedEndpoint['slowest'] {
  return base && target && { base, target };
}
