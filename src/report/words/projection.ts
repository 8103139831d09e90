/** What is said of a projection from the processors of the server. */
import { type MeasuredCapacity, offMeasured, type Projection } from '../../evidence/projection.ts';
import { formatPercent, formatPerSecond } from './format.ts';

/**
 * `about 650 /s at 80 % of the CPU and 410 /s at 50 %: projected in a straight line from 311 /s at a peak of 38 % (load
 * average of 4 cores), and not measured`
 *
 * @param capacity of a search for the breaking point; null without one
 */
export function describeProjection(projection: Projection, capacity: MeasuredCapacity | null): string {
  const { cpu, perSecond, careful, most, isFar } = projection;
  const source = `${cpu.from === 'load' ? 'load average' : 'CPU time'} of ${Number(cpu.cores.toPrecision(3))} cores`;
  const told = `about ${roughly(most)} at 80 % of the CPU and ${roughly(careful)} at 50 %: projected linearly from ${formatPerSecond(perSecond)} at a peak of ${formatPercent(cpu.max, 0)} (${source}), not measured`;
  const off = capacity === null ? null : offMeasured(projection, capacity);
  return [
    told,
    isFar ? 'that is far beyond what was measured' : null,
    off === null || capacity === null
      ? null
      : `the measured capacity is ${formatPerSecond(capacity.perSecond)}, from which the projection is ${formatPercent(Math.abs(off), 0)} off`,
  ]
    .filter((part) => part !== null)
    .join('; ');
}

/** Two digits: it is no measurement. */
function roughly(perSecond: number): string {
  return formatPerSecond(Number(perSecond.toPrecision(2)));
}
