/** What is said of a projection from the processors of the server, in French. */
import { offMeasured } from '../../../evidence/projection.ts';
import type { describeProjection } from '../projection.ts';
import { FIGURES_IN_FRENCH } from './grammar.ts';

const F = FIGURES_IN_FRENCH;

export const describeProjectionInFrench: typeof describeProjection = (projection, capacity) => {
  const { cpu, perSecond, careful, most, isFar } = projection;
  const source = `${cpu.from === 'load' ? 'load average' : 'temps de CPU'} de ${F.formatNumber(cpu.cores, 3)} cœurs`;
  const told = `environ ${roughly(most)} à 80\u202f% du CPU et ${roughly(careful)} à 50\u202f%\u00a0: projeté en ligne droite à partir de ${F.formatPerSecond(perSecond)} avec un pic de ${F.formatPercent(cpu.max, 0)} (${source}), et non mesuré`;
  const off = capacity === null ? null : offMeasured(projection, capacity);
  return [
    told,
    isFar ? 'c’est bien au-delà de ce qui a été mesuré' : null,
    off === null || capacity === null
      ? null
      : `la capacité mesurée est de ${F.formatPerSecond(capacity.perSecond)}, la projection s’en écarte de ${F.formatPercent(Math.abs(off), 0)}`,
  ]
    .filter((part) => part !== null)
    .join('\u00a0; ');
};

/** Two digits: it is no measurement. */
function roughly(perSecond: number): string {
  return F.formatPerSecond(Number(perSecond.toPrecision(2)));
}
