/** What is said of a spike of the load, or of a fault on purpose, and of the recovery from it. */
import { TAIL } from '../../config/metrics.ts';
import type { Result } from '../../evidence/result/schema.ts';
import { formatChange, formatCount, formatMs, formatShare, formatTenths } from './format.ts';

type Recovery = NonNullable<Result['recovery']>;
type Fault = NonNullable<Result['fault']>;

/** `P99, throughput and errors recovered 4.5 s after the spike`. */
export function describeRecovery({ of, seconds, measuredSeconds }: Recovery): string {
  if (seconds === null) return `${notBackWithin(measuredSeconds)} measured after the ${of}`;
  const when = seconds === 0 ? 'at once' : formatTenths(seconds);
  return `P99, throughput and errors recovered ${when} after the ${of}`;
}

export function notBackWithin(measuredSeconds: number): string {
  return `P99, throughput and errors had not recovered within the ${formatTenths(measuredSeconds)}`;
}

/** `P99 of the last stage is 12.3 ms, of the first 11.8 ms (+4.2 %)`; null where they are two loads. */
export function describeLastStage({ lastStage }: Recovery): string | null {
  if (lastStage === null) return null;
  const { firstP99Ms, p99Ms } = lastStage;
  const change = firstP99Ms > 0 ? ` (${formatChange(TAIL, p99Ms / firstP99Ms - 1)})` : '';
  return `P99 of the last stage is ${formatMs(p99Ms)}, of the first ${formatMs(firstP99Ms)}${change}`;
}

/** `from 30.0 s to 45.2 s of the load; meanwhile 1,203 of 4,010 requests failed (30 %)`. */
export function describeFault({ fromSeconds, toSeconds, ...seen }: Fault): string {
  if (fromSeconds === null) return 'not started, because the load ended first';
  const until = toSeconds === null ? 'on, and not reverted' : `to ${toSeconds.toFixed(1)} s of the load`;
  return `from ${fromSeconds.toFixed(1)} s ${until}; meanwhile ${describeErrors(seen)}`;
}

function describeErrors({
  requests,
  errors,
  missed,
  errorRate,
}: Pick<Fault, 'requests' | 'errors' | 'missed' | 'errorRate'>): string {
  if (errorRate === null) return 'no request finished';
  const failed = `${formatCount(errors)} of ${formatCount(requests)} requests failed`;
  if (missed === 0) return `${failed} (${formatShare(errorRate)})`;
  return `${failed}, with about ${formatCount(missed)} more that would have been sent while connections waited (${formatShare(errorRate)} in all)`;
}
