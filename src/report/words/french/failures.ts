/** What fails a run, in French. */
import { METRICS, TAIL } from '../../../config/metrics.ts';
import type { CauseOf } from '../../../evidence/result/causes.ts';
import type { FAILURE_WORDS } from '../failures.ts';
import {
  BARE_IN_FRENCH,
  counted,
  et,
  FIGURES_IN_FRENCH,
  le,
  nameStageInFrench,
  quoteInFrench,
} from './grammar.ts';
import { guardsSayInFrench } from './guards.ts';
import { withMainErrors } from './main-errors.ts';
import { notBackInFrench, OF_DISTURBANCE } from './recovery.ts';

const F = FIGURES_IN_FRENCH;

export const FAILURES_IN_FRENCH: typeof FAILURE_WORDS = {
  'over-limit': { says: (cause) => withMainErrors(describeLimit(cause), cause.main) },
  regressed: { says: (cause) => withMainErrors(describeRegression(cause), cause.main) },
  'error-floor': {
    says: ({ errorRate, exempt = [], reference, main }) => {
      const outside = exempt.length > 0 ? ` hors de ${et(exempt.map(nameStageInFrench))}` : '';
      const failed = withMainErrors(`${F.formatShare(errorRate)} des requêtes${outside} ont échoué`, main);
      const against =
        reference === null
          ? ''
          : ` (${BARE_IN_FRENCH[reference.against]} ${F.formatShare(reference.errorRate)})`;
      return `${failed}${against}\u00a0; tant d’erreurs font échouer quelles que soient les limites`;
    },
  },
  'error-surge': {
    says: ({ errorRate, baseErrorRate }) =>
      `Dans deux blocs de suite, la cible a eu au moins 20\u202f% de requêtes en échec de plus que la base (${F.formatShare(errorRate)} en tout, base ${F.formatShare(baseErrorRate)})`,
  },
  'target-lost': { says: ({ side, afterSeconds, detail }) => lostInFrench(side, afterSeconds, detail) },
  silence: {
    says: ({ missed, counted: isCounted, stretches, silentSeconds, ...stretch }) => {
      const waited = isCounted
        ? '\u00a0; les latences comptent chacune comme en attente jusqu’à la fin de la coupure'
        : '';
      const others =
        stretches > 1 ? `\u00a0; ${F.formatSeconds(silentSeconds)} en tout, en ${stretches} fois` : '';
      return `Rien n’a abouti ${fromToInFrench(stretch)} de la charge, où environ ${counted(missed, 'requête')} auraient dû passer\u00a0: une coupure${waited}${others}`;
    },
  },
  'not-recovered': {
    says: ({ of, measuredSeconds, limitSeconds }) => {
      const limit = limitSeconds === null ? '' : ` (limite ${F.formatTenths(limitSeconds)})`;
      return `${notBackInFrench(measuredSeconds)} mesurées après ${OF_DISTURBANCE[of]}${limit}`;
    },
    note: ({ measuredSeconds }) => `pas dans les ${F.formatTenths(measuredSeconds)} mesurées`,
  },
  'turned-away': {
    says: ({ guards }) => `${guardsSayInFrench(guards)}, contre moins de 0,1\u202f% de celles de la base`,
  },
};

export function lostInFrench(side: 'target' | 'base', afterSeconds: number, detail: string): string {
  return `${side === 'base' ? 'La base' : 'La cible'} n’était plus joignable au bout de ${F.formatMoment(afterSeconds)}\u00a0: ${quoteInFrench(detail)}`;
}

export function fromToInFrench({
  fromSeconds,
  toSeconds,
}: Pick<CauseOf<'silence'>, 'fromSeconds' | 'toSeconds'>): string {
  return `de ${F.formatMoment(fromSeconds)} à ${F.formatMoment(toSeconds)}`;
}

function describeLimit(row: CauseOf<'over-limit'>): string {
  const { metric, limit, figure } = row;
  const bound = F.formatBound(metric, limit);
  const seen = F.formatBeside(metric, figure, bound);
  if (limit === 0) return `${le(row)} est de ${seen}, alors que rien n’est admis`;
  const ratio = figure / limit;
  const figures = `(${seen}, limite ${bound})`;
  if (METRICS[metric].worse === 'lower')
    return `${le(row)} reste ${sizeOf(1 - ratio)} sous sa limite ${figures}`;
  if (ratio < 1.095) return `${le(row)} dépasse sa limite de ${sizeOf(ratio - 1)} ${figures}`;
  return `${le(row)} atteint ${F.formatFactor(ratio)} sa limite ${figures}`;
}

function describeRegression(row: CauseOf<'regressed'>): string {
  const { metric, figure, before, against, change, tolerance } = row;
  const verb = METRICS[metric].worse === 'lower' ? 'baissé' : 'augmenté';
  const figures = [
    F.formatFigure(metric, figure),
    `${BARE_IN_FRENCH[against]} ${F.formatFigure(metric, before)}`,
    `toléré ${F.formatChangeSize(metric, tolerance)}`,
  ];
  return `${le(row)} a ${verb} de ${F.formatChangeSize(metric, change)} (${figures.join(', ')})`;
}

function sizeOf(share: number): string {
  return F.formatChangeSize(TAIL, share);
}
