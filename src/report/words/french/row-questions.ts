/** What a run leaves open about single figures, in French. */
import { METRICS, type Metric, type MetricRow } from '../../../config/metrics.ts';
import type { CauseOf } from '../../../evidence/result/causes.ts';
import type { ROW_QUESTION_WORDS } from '../row-questions.ts';
import { BARE_IN_FRENCH, counted, FIGURES_IN_FRENCH, le, SIDES_IN_FRENCH } from './grammar.ts';
import { adviseRunsInFrench, noteAdvisingInFrench, runsInFrench } from './runs.ts';

const F = FIGURES_IN_FRENCH;

export const ROW_QUESTIONS_IN_FRENCH: typeof ROW_QUESTION_WORDS = {
  'limit-undecided': {
    says: (cause) => `${le(cause)} est de ${beyond(cause)}, mais pas d’assez pour exclure le hasard`,
    note: ({ metric, secondsMore, runs }) =>
      `au-delà de sa limite, mais le hasard n’est pas exclu\u00a0; ${secondsMore === null ? undecidable(metric, runs).note : wouldDecide(secondsMore)}`,
    advice: ({ metric, secondsMore, runs }) =>
      secondsMore === null ? undecidable(metric, runs).advice : null,
  },
  'no-figure': {
    says: (cause) => `impossible de juger ${le(cause)}\u00a0: ${MISSING[cause.missing]}`,
    note: ({ missing }) => MISSING[missing],
  },
  'too-few-responses': {
    says: (cause) =>
      `impossible de juger ${le(cause)} sur ${only(cause)} (il en faut ${F.formatCount(cause.needed)})`,
    note: (cause) => `${only(cause)}\u00a0; ${wouldDecide(cause.secondsMore)}`,
  },
  'too-few-responses-a-side': {
    says: (cause) =>
      `impossible de juger ${le(cause)} sur ${only(cause)} d’un côté (il en faut ${F.formatCount(cause.needed)})`,
    note: (cause) => `${only(cause)} d’un côté`,
    advice: ({ needed, neededSeconds, flow }) =>
      `${flow ? counted(needed, 'itération demande', 'itérations demandent') : counted(needed, 'réponse demande', 'réponses demandent')} environ ${F.formatSeconds(neededSeconds)} de charge de chaque côté\u00a0: allongez gate.rounds.measure, ou donnez ${flow ? 'au parcours' : 'à la requête'} un poids plus grand.`,
  },
  'nothing-to-compare': {
    says: (cause) => `impossible de comparer ${le(cause)}\u00a0: ${NOTHING_CAME}`,
    note: () => NOTHING_CAME,
  },
  'no-spread': {
    says: (cause) => `impossible de comparer ${le(cause)}\u00a0: ${noSpread(cause)}`,
    note: noSpread,
  },
  'missing-figure': {
    says: (cause) => `la référence ${cause.source} ne donne pas ${le(cause)}`,
    advice: () =>
      'Retirez cette métrique des régressions de gate, ou comparez avec une référence qui la donne, comme un résultat de Tailgate.',
  },
  'error-rates-differ': {
    says: (cause) => `${le(cause)} ne peut pas réussir à lui seul, car ${ratesDiffer(cause)}`,
    note: (cause) => `${ratesDiffer(cause)}\u00a0: ce chiffre ne peut pas réussir à lui seul`,
    advice: () =>
      'Déclarez à côté une limite ou une régression des erreurs, pour que les erreurs soient jugées aussi.',
  },
  'base-fails': {
    says: (cause) => `impossible de comparer ${le(cause)}, car ${baseFails(cause)}`,
    note: baseFails,
    advice: () =>
      'Voyez pourquoi la base échoue\u00a0: à côté de tant d’erreurs, aucune vitesse n’a de sens.',
  },
  'nothing-seen': {
    says: (cause) => `impossible de comparer ${le(cause)}\u00a0: ${nothingSeen(cause)}`,
    note: nothingSeen,
    advice: ({ without }) => {
      const who =
        without === 'target' || without === 'base'
          ? `${SIDES_IN_FRENCH[without]} répond`
          : 'la base et la cible répondent';
      return `Voyez ce que ${who} à ces requêtes\u00a0: le chemin, le login ou leur expect est peut-être faux.`;
    },
  },
  'too-few-runs': {
    says: (cause) => {
      const held = cause.runs === 0 ? 'aucun essai comparable' : `seulement ${runsInFrench(cause.runs)}`;
      return `impossible de comparer ${le(cause)}\u00a0: ${cause.place} n’en contient ${held}${since(cause)}, et il en faut ${cause.advisesFrom} pour avertir et ${cause.gatesFrom} pour faire échouer`;
    },
    note: (cause) =>
      `historique trop court${since(cause)}\u00a0: ${runsInFrench(cause.runs)}\u00a0; encore ${cause.advisesFrom - cause.runs} avant d’avertir, ${cause.gatesFrom - cause.runs} avant de faire échouer`,
    advice: (cause) => adviseRunsInFrench(cause.gatesFrom - cause.runs),
  },
  'advises-only': {
    says: (cause) =>
      cause.forRelease
        ? `${le(cause)} ne peut pas décider d’une version\u00a0: ${runsInFrench(cause.runs)} d’historique ne font qu’avertir, et il en faut ${cause.gatesFrom} pour faire échouer`
        : `rien n’aurait pu échouer\u00a0: ${le(cause)} a ${runsInFrench(cause.runs)} d’historique, ce qui ne fait qu’avertir`,
    note: noteAdvisingInFrench,
    advice: (cause) => {
      const more = adviseRunsInFrench(cause.gatesFrom - cause.runs);
      return cause.forRelease ? more : `${more} Ou déclarez des limites, qui valent tout de suite.`;
    },
  },
  'passes-undecided': {
    says: (cause) => {
      const { metric, worsening, tolerance, passes, detectable } = cause;
      const where = METRICS[metric].worse === 'lower' ? 'en dessous de' : 'au-dessus de';
      const what =
        METRICS[metric].kind === 'capacity' ? counted(passes, 'recherche') : counted(passes, 'passage');
      const shows =
        detectable === null
          ? 'ne montrent rien'
          : `ne peuvent montrer que ≥ ${F.formatChangeSize(metric, detectable)}`;
      return `${le(cause)} semble ${where} celui de la base de ${F.formatChangeSize(metric, worsening)}, plus que les ${F.formatChangeSize(metric, tolerance)} tolérés, et ${what} de chaque côté ${shows}`;
    },
    advice: () =>
      'Augmentez gate.rounds.budget pour en faire davantage, ou relancez\u00a0: le hasard se répète rarement.',
  },
  'may-be-chance': {
    says: (cause) => {
      const { metric, worsening, detectable } = cause;
      const by = F.formatChangeSize(metric, worsening);
      const from = detectable === null ? null : F.formatChangeSize(metric, detectable);
      const shows =
        from === null
          ? ''
          : from === by
            ? '\u00a0; ils n’établissent guère plus petit'
            : `\u00a0; ils l’établissent à partir de ${from}`;
      const verb = METRICS[metric].worse === 'lower' ? 'baissé' : 'augmenté';
      return `${le(cause)} a ${verb} de ${by}, ce que ${runsInFrench(cause.runs)} d’historique ne distinguent pas du hasard${shows}`;
    },
    advice: () =>
      'Mesurez encore une fois\u00a0: le hasard se répète rarement. Quelques essais qui ont calé élargissent ce que le hasard peut expliquer\u00a0; tailgate history show les liste.',
  },
};

const NOTHING_CAME = 'rien n’est revenu à comparer';

const MISSING: Readonly<Record<CauseOf<'no-figure'>['missing'], string>> = {
  requests: 'aucune requête n’a été envoyée',
  outcomes: 'aucune requête ne s’est terminée',
  latencies: 'aucune réponse n’est revenue à temps',
  capacity: 'la recherche n’en a trouvé aucune',
  recovery: 'la charge s’est terminée avant qu’on le voie',
};

function beyond({ metric, figure, bound, limit }: CauseOf<'limit-undecided'>): string {
  const written = F.formatBound(metric, limit);
  const where = bound === 'min' ? 'sous' : 'au-delà de';
  return `${F.formatBeside(metric, figure, written)}, ${where} sa limite de ${written}`;
}

/** Of a flow iterations are counted. */
function only({ responses, flow }: Pick<CauseOf<'too-few-responses'>, 'responses' | 'flow'>): string {
  return `seulement ${counted(responses, flow ? 'itération' : 'réponse')}`;
}

function wouldDecide(secondsMore: number): string {
  return `${F.formatSeconds(secondsMore)} de plus suffiraient à décider`;
}

/** Where nobody can say how much more load would decide a limit. */
function undecidable(
  metric: Metric,
  runs: number | undefined,
): { readonly note: string; readonly advice: string } {
  if (runs !== undefined)
    return {
      note: 'il faut plus d’exécutions de la charge, au moins trois',
      advice:
        'Donnez plus de résultats de la même charge, au moins trois\u00a0: leur variation dit alors ce qui relève du hasard.',
    };
  switch (METRICS[metric].kind) {
    case 'capacity':
      return {
        note: 'l’intervalle de la recherche la contient',
        advice:
          'Une recherche plus longue (load.duration), sans rien d’autre sur la machine, précise la capacité.',
      };
    case 'part':
      return {
        note: 'trop peu de requêtes pendant la panne',
        advice: 'Une panne plus longue, ou plus de connexions, en montre plus de requêtes.',
      };
    default:
      return {
        note: 'trop près pour que plus de charge décide',
        advice: 'Le chiffre est si près de sa limite qu’un essai plus long ne décide guère.',
      };
  }
}

function noSpread({ parts }: CauseOf<'no-spread'>): string {
  return parts > 1
    ? `vu dans une seule des ${parts} parties de l’essai, ce qui ne donne pas sa dispersion`
    : 'l’essai est trop court pour donner sa propre dispersion';
}

function ratesDiffer({ errorRate, against, before }: CauseOf<'error-rates-differ'>): string {
  return `les taux d’erreur diffèrent (${F.formatShare(errorRate)}, ${BARE_IN_FRENCH[against]} ${F.formatShare(before)})`;
}

function baseFails({ before, errorRate }: CauseOf<'base-fails'>): string {
  return `trop de requêtes échouent sur la base (${F.formatShare(before)}, cible ${F.formatShare(errorRate)})`;
}

/** What is counted for a figure. */
const COUNTED: Readonly<Partial<Record<MetricRow['kind'], string>>> = {
  latency: 'succès (ou délai dépassé)',
  rate: 'succès',
};

function nothingSeen({ metric, without }: CauseOf<'nothing-seen'>): string {
  const kind = METRICS[metric].kind;
  const what = COUNTED[kind] === undefined ? 'aucune requête' : `aucun ${COUNTED[kind]}`;
  if (without === 'both') return `${what} d’aucun côté, dans aucun bloc`;
  return without === 'none'
    ? `${what} des deux côtés à la fois, dans aucun bloc`
    : `${what} sur ${SIDES_IN_FRENCH[without]}, dans aucun bloc`;
}

function since(cause: CauseOf<'too-few-runs'>): string {
  return cause.since === null ? '' : ` depuis le changement du ${cause.since}`;
}
