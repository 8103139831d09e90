/** Whose figure it is: that of all requests of a run, of one request name, of one flow, or of one stage of the load. */
import { METRICS, type Metric } from './metrics.ts';

export interface Part {
  /** Name of a request or a flow, which no two of them share, or null for all requests together. */
  readonly endpoint: string | null;
  /** It is that of whole walks through the flow of that name; absent of a request. */
  readonly flow?: true | undefined;
  /** Of a load of several, the stage as `keyOfStage` calls it; absent for all stages together. */
  readonly stage?: string | undefined;
}

/** A figure of the whole, of one request name, of one flow, or of one stage. */
export interface MetricScope extends Part {
  readonly metric: Metric;
}

/** All requests in all stages. */
export const WHOLE: Part = { endpoint: null };

export function isWhole({ endpoint, stage }: Part): boolean {
  return endpoint === null && stage === undefined;
}

export function isSamePart(one: Part, other: Part): boolean {
  return one.endpoint === other.endpoint && one.stage === other.stage;
}

/** Only whose figure it is, of something that has more to it. In causes and files no key is without a value. */
export function partOf({ endpoint, flow, stage }: Part): Part {
  return { endpoint, ...(flow && { flow }), ...(stage !== undefined && { stage }) };
}

/** The same with its metric. */
export function scopeOf({ metric, ...part }: MetricScope): MetricScope {
  return { metric, ...partOf(part) };
}

/** The one of a list that is about this metric of that part. */
export function findScope<T extends MetricScope>(
  list: readonly T[],
  metric: Metric,
  part: Part,
): T | undefined {
  return list.find((one) => one.metric === metric && isSamePart(one, part));
}

/** The row that tells how many of all requests failed. */
export function isErrorsOfWhole({ metric, ...part }: MetricScope): boolean {
  return METRICS[metric].kind === 'share' && isWhole(part);
}

/** A stage as `gate.stages` and results call it: by its name, or its number, from 1, where it has none. */
export function keyOfStage({ name }: { readonly name: string | null }, index: number): string {
  return name ?? String(index + 1);
}
