/** Which way figures went over a load, in French. */
import { METRICS } from '../../../config/metrics.ts';
import type { RemarkOf } from '../../../evidence/result/remarks.ts';
import type { TrendFigures } from '../../../evidence/result/trends.ts';
import { beginSentence } from '../names.ts';
import type { TREND_WORDS } from '../trends.ts';
import { counted, du, et, FIGURES_IN_FRENCH, le } from './grammar.ts';

const F = FIGURES_IN_FRENCH;

export const TREND_CAUSES_IN_FRENCH: typeof TREND_WORDS = {
  degraded: {
    says: (cause) =>
      `${le(cause)} ${wentBy(cause)} en ${F.formatSeconds(cause.seconds)} de charge (${within(cause)}\u00a0; toléré ${F.formatChangeSize(cause.metric, cause.tolerance)})${ends(cause)}`,
    note: (cause) => `${wentBy(cause)} au fil de la charge (${within(cause)})`,
  },
  'trend-undecided': {
    says: (cause) =>
      `${F.formatSeconds(cause.seconds)} de charge ne disent pas si la tendance ${du(cause)} dépasse ${F.formatChangeSize(cause.metric, cause.tolerance)} (${F.formatChange(cause.metric, cause.change)}\u00a0; ${within(cause)})`,
    note: (cause) =>
      `${F.formatChange(cause.metric, cause.change)} au fil de la charge (${within(cause)}), ce qui ne tranche pas sa tendance`,
    advice: ({ secondsMore }) =>
      secondsMore === null
        ? 'Le bruit d’une fenêtre à l’autre cache une tendance de cette taille\u00a0: un environnement plus calme, plus de charge ou une tolérance plus large la montrerait.'
        : 'Allongez la charge\u00a0: un second essai de la même durée n’a pas une tendance plus longue.',
  },
  'too-short-for-trend': {
    says: (cause) => `impossible de juger la tendance ${du(cause)}\u00a0: ${tooFew(cause)}`,
    note: tooFew,
    advice: ({ secondsMore }) => (secondsMore === null ? null : 'Allongez la charge, ou chargez davantage.'),
  },
};

/** A whole sentence. */
export function warnOfTrendInFrench(remark: RemarkOf<'degrading'>): string {
  const { seconds, writes } = remark;
  const wrote =
    writes > 0
      ? ` Pendant ce temps, ${counted(writes, 'requête a écrit', 'requêtes ont écrit')}, et ce qu’elles laissent est peut-être ce qui ralentit.`
      : '';
  return `${beginSentence(le(remark))} ${wentBy(remark)} en ${F.formatSeconds(seconds)} de charge (${within(remark)})${ends(remark)}\u00a0: cela peut continuer.${wrote}`;
}

export function describeTrendsInFrench(trends: readonly TrendFigures[]): string | null {
  const [first] = trends;
  if (first === undefined) return null;
  return `En ${F.formatSeconds(first.seconds)}, ${et(trends.map(describeOne), trends.length)}`;
}

function describeOne(trend: TrendFigures): string {
  const { metric, change, interval, shown } = trend;
  const { smallestDrift } = METRICS[metric];
  const name = le({ metric, endpoint: null });
  if (shown !== null) return `${name} ${wentBy(trend)} (${within(trend)})`;
  const [low, high] = interval;
  if ((low > 0 || high < 0) && Math.abs(change) >= smallestDrift)
    return `${name} semble avoir ${change < 0 ? 'baissé' : 'augmenté'} de ${F.formatChangeSize(metric, change)} (${within(trend)}\u00a0; pas établi)`;
  const isSteady = interval.every((end) => Math.abs(end) < smallestDrift);
  return `${name} ${isSteady ? 'est stable' : 'ne montre pas de tendance'} (${F.formatChange(metric, change)}\u00a0; ${within(trend)})`;
}

function wentBy({ metric, change }: Pick<TrendFigures, 'metric' | 'change'>): string {
  return `a ${change < 0 ? 'baissé' : 'augmenté'} de ${F.formatChangeSize(metric, change)}`;
}

function within({ metric, interval }: Pick<TrendFigures, 'metric' | 'interval'>): string {
  return `90\u202f%\u00a0: ${F.formatInterval(metric, interval)}`;
}

/** `: 83 ms in the first 5 min, 92 ms in the last`; '' where either isn't known. */
function ends({
  metric,
  first,
  last,
  endSeconds,
}: Pick<TrendFigures, 'metric' | 'first' | 'last' | 'endSeconds'>): string {
  if (first === null || last === null) return '';
  return `\u00a0: ${F.formatFigure(metric, first)} dans les premières ${F.formatSeconds(endSeconds)}, ${F.formatFigure(metric, last)} dans les dernières`;
}

function tooFew({ windows, needed }: { readonly windows: number; readonly needed: number }): string {
  return windows >= needed
    ? 'le chiffre manque pour une trop grande part de la charge'
    : `la charge a ${counted(windows, 'fenêtre')} avec assez de réponses, et il en faut ${F.formatCount(needed)}`;
}
