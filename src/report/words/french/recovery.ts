/** What is said of a spike of the load, or of a fault on purpose, and of the recovery from it, in French. */
import { TAIL } from '../../../config/metrics.ts';
import type { Result } from '../../../evidence/result/schema.ts';
import { counted, FIGURES_IN_FRENCH } from './grammar.ts';

type Recovery = NonNullable<Result['recovery']>;
type Fault = NonNullable<Result['fault']>;

const F = FIGURES_IN_FRENCH;

export const OF_DISTURBANCE: Readonly<Record<Recovery['of'], string>> = {
  spike: 'le pic',
  fault: 'la panne',
};

export function describeRecoveryInFrench({ of, seconds, measuredSeconds }: Recovery): string {
  if (seconds === null) return `${notBackInFrench(measuredSeconds)} mesurées après ${OF_DISTURBANCE[of]}`;
  const when = seconds === 0 ? 'aussitôt' : F.formatTenths(seconds);
  return `le P99, le débit et les erreurs étaient revenus à la normale ${when} après ${OF_DISTURBANCE[of]}`;
}

/** Before `mesurées`, or such a word. */
export function notBackInFrench(measuredSeconds: number): string {
  return `Le P99, le débit et les erreurs ne sont pas revenus à la normale dans les ${F.formatTenths(measuredSeconds)}`;
}

export function describeLastStageInFrench({ lastStage }: Recovery): string | null {
  if (lastStage === null) return null;
  const { firstP99Ms, p99Ms } = lastStage;
  const change = firstP99Ms > 0 ? ` (${F.formatChange(TAIL, p99Ms / firstP99Ms - 1)})` : '';
  return `le P99 de la dernière étape est de ${F.formatMs(p99Ms)}, celui de la première de ${F.formatMs(firstP99Ms)}${change}`;
}

export function describeFaultInFrench({ fromSeconds, toSeconds, ...seen }: Fault): string {
  if (fromSeconds === null) return 'pas commencée, car la charge s’est terminée avant';
  const until =
    toSeconds === null
      ? `à partir de ${F.formatMoment(fromSeconds)}, et jamais levée`
      : `de ${F.formatMoment(fromSeconds)} à ${F.formatMoment(toSeconds)} de la charge`;
  return `${until}\u00a0; pendant ce temps, ${describeErrors(seen)}`;
}

function describeErrors({
  requests,
  errors,
  missed,
  errorRate,
}: Pick<Fault, 'requests' | 'errors' | 'missed' | 'errorRate'>): string {
  if (errorRate === null) return 'aucune requête ne s’est terminée';
  const failed = `${F.formatCount(errors)} requêtes sur ${F.formatCount(requests)} ont échoué`;
  if (missed === 0) return `${failed} (${F.formatShare(errorRate)})`;
  return `${failed}, et environ ${counted(missed, 'autre')} auraient été envoyées pendant que les connexions attendaient (${F.formatShare(errorRate)} en tout)`;
}
