/** For a result file: what the service told of a request, what it can be looked up by, what a flow’s time went to. */
import { SLOWEST } from '../config/why.ts';
import type { EndpointFigures, FlowFigures } from '../evidence/measurement.ts';
import type { StepTimes } from '../evidence/result/flows.ts';
import type { Result } from '../evidence/result/schema.ts';
import { timeOfSlowest } from '../evidence/server-timing.ts';
import type { Report } from './report.ts';

type ToldOf = Pick<Result['endpoints'][number], 'serverTiming' | 'traces'>;

/** What moved, and where its traces are looked at. */
export function whyOf({ verdict, plan }: Report): Pick<Result, 'why' | 'traceLink'> {
  const { traceLink } = plan.scenario;
  return {
    ...(verdict.why && { why: structuredClone(verdict.why) }),
    ...(traceLink !== undefined && { traceLink }),
  };
}

export function toldOf({ timings, traces = [] }: Pick<EndpointFigures, 'timings' | 'traces'>): ToldOf {
  return {
    ...(timings && timings.names.length > 0 && { serverTiming: serverTimingOf(timings) }),
    ...(traces.length > 0 && { traces: traces.map((trace) => ({ ...trace })) }),
  };
}

/** Nothing where no walk took time to its end. */
export function stepTimesOf({ times }: Pick<FlowFigures, 'times'>): { readonly stepTimes?: StepTimes } {
  if (!times) return {};
  const all = timeOfSlowest(times, 1);
  const slowest = timeOfSlowest(times, SLOWEST);
  return {
    stepTimes: {
      walks: all.responses,
      latencyMs: all.latencyMs,
      slowest: { walks: slowest.responses, latencyMs: slowest.latencyMs },
      steps: times.names.map((name) => ({
        name,
        meanMs: all.byName.get(name) ?? 0,
        slowestMs: slowest.byName.get(name) ?? 0,
      })),
    },
  };
}

function serverTimingOf(timings: NonNullable<EndpointFigures['timings']>): ToldOf['serverTiming'] {
  const all = timeOfSlowest(timings, 1);
  const slowest = timeOfSlowest(timings, SLOWEST);
  return {
    responses: all.responses,
    slowest: { responses: slowest.responses, latencyMs: slowest.latencyMs },
    durations: timings.names.map((name) => ({
      name,
      meanMs: all.byName.get(name) ?? 0,
      slowestMs: slowest.byName.get(name) ?? 0,
    })),
    more: timings.more,
  };
}
