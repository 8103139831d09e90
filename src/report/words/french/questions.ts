/** What a run leaves open about the run as a whole, in French. */
import { TAIL } from '../../../config/metrics.ts';
import type { CauseOf } from '../../../evidence/result/causes.ts';
import { continueSentence, dropFullStop } from '../names.ts';
import type { QUESTION_WORDS } from '../questions.ts';
import { describeDifferenceInFrench } from './conditions.ts';
import { counted, et, FIGURES_IN_FRENCH, nameStageInFrench, onBase, SIDES_IN_FRENCH } from './grammar.ts';
import { adviseUndecidedInFrench, describeUndecidedInFrench } from './undecided.ts';

const F = FIGURES_IN_FRENCH;

export const QUESTIONS_IN_FRENCH: typeof QUESTION_WORDS = {
  'no-requests': {
    says: ({ side, seconds }) =>
      `aucune requête n’a été envoyée en ${F.formatSeconds(seconds)} de charge${onBase(side)}`,
    advice: ({ side }) => seeWhether(side),
  },
  unanswered: {
    says: ({ side, endpoints, requests }) =>
      `aucune des ${counted(requests, 'requête')} de ${et(endpoints)} n’a reçu de réponse${side === 'base' ? ' de la base' : ''}`,
    advice: ({ side }) => seeWhether(side),
  },
  'never-reached': {
    says: ({ side, endpoints, walks }) =>
      `${et(endpoints)}\u00a0: ${endpoints.length === 1 ? 'étape jamais atteinte' : 'étapes jamais atteintes'}${onBase(side)}, car ${walks === 1 ? 'dans la seule itération' : `dans chacune des ${F.formatCount(walks)} itérations`} une étape précédente a échoué`,
    advice: () =>
      'Voyez pourquoi les étapes précédentes échouent\u00a0: leurs erreurs sont dans le tableau, avec des exemples.',
  },
  'not-asked': {
    says: ({ side, endpoints, requests }) =>
      `${et(endpoints)}\u00a0: jamais envoyé en ${counted(requests, 'requête')}${onBase(side)}`,
  },
  'stages-missing': {
    says: ({ stages }) => {
      const which =
        stages.length === 1 ? nameStageInFrench(stages[0] ?? '') : `chacune des étapes ${et(stages)}`;
      return `la charge s’est terminée avant que ${which} ait été mesurée jusqu’au bout`;
    },
    advice: () =>
      'Augmentez max-requests ou max-duration, ou raccourcissez toutes les étapes par --duration.',
  },
  'failing-alike': {
    says: ({ endpoints, requests }) => {
      const which = endpoints === null ? '' : ` de ${et(endpoints)}`;
      return `aucune des ${counted(requests, 'requête')}${which} n’a abouti, ni d’un côté ni de l’autre, si bien que rien${endpoints === null ? '' : ' n’en'}${endpoints === null ? ' n’' : ' '}a été comparé`;
    },
    advice: () =>
      'Voyez pourquoi elles échouent\u00a0: le chemin, le login ou leur expect est peut-être faux.',
  },
  'few-errors': {
    says: ({ failed, requests }) =>
      `${F.formatCount(failed)} requêtes sur ${F.formatCount(requests)} ont échoué\u00a0: trop peu pour distinguer un accident d’un service en panne`,
    note: ({ secondsMore }) =>
      `trop peu de requêtes\u00a0; ${F.formatSeconds(secondsMore)} de plus suffiraient à décider`,
  },
  'errors-in-one-round': {
    says: ({ errorRate }) =>
      `${F.formatShare(errorRate)} des requêtes ont échoué, mais un tour au plus a 5 points d’erreurs de plus que la base`,
    note: () => 'un tour au plus a autant d’erreurs de plus que la base',
    advice: () =>
      'Relancez l’essai\u00a0: un seul mauvais tour ne suffit pas pour échouer, et c’est trop pour réussir.',
  },
  'base-not-measured': {
    says: () => 'rien n’a été mesuré sur la base',
    advice: () => 'Voyez si la base répond.',
  },
  'too-few-passes': {
    says: ({ passes, needed }) =>
      `${passes === 0 ? 'aucun passage complet' : `seulement ${counted(passes, 'passage complet', 'passages complets')}`} sur toutes les étapes de chaque côté, alors qu’il en faut ${F.formatCount(needed)} pour distinguer un changement du hasard`,
    advice: () =>
      'Augmentez gate.rounds.budget pour qu’il contienne deux passages de chaque côté, ou raccourcissez les étapes.',
  },
  'baseline-missing': {
    says: ({ written }) => `la référence ${written} n’existe pas`,
    advice: () => 'Mettez le fichier là où baseline le cherche, ou retirez baseline de tailgate.yml.',
  },
  'history-unreadable': {
    says: () => 'l’historique n’a pas pu être lu',
    advice: () => 'Voyez pourquoi dans le journal, et relancez.',
  },
  'conditions-differ': {
    says: ({ differences }) =>
      differences
        .map((one) => continueSentence(dropFullStop(describeDifferenceInFrench(one))))
        .join('\u00a0; '),
    advice: (cause) => adviseOnConditions(cause),
  },
  'slowed-within': {
    says: (cause) =>
      `au fil de l’essai, ${et(slowing(cause))}, pendant que ${counted(cause.writes, 'requête écrivait', 'requêtes écrivaient')}\u00a0: si ce qu’elles laissent ralentit le service, un chiffre enregistré avant n’est pas comparable`,
    note: () => 'le service a ralenti au fil de l’essai pendant que des requêtes écrivaient',
    advice: () =>
      'Réinitialisez la base de données avant chaque essai, ou mesurez à côté d’une base (base-url), qui reçoit les mêmes écritures.',
  },
  undecided: { says: describeUndecidedInFrench, advice: adviseUndecidedInFrench },
  interim: { says: ({ blocks }) => `Pas encore tranché après le bloc ${blocks}` },
};

function slowing({ throughput, latency }: CauseOf<'slowed-within'>): string[] {
  return [
    ...(throughput === null ? [] : [`le débit a baissé de ${F.formatChangeSize('throughput', throughput)}`]),
    ...(latency === null
      ? []
      : [`la latence des requêtes GET a augmenté de ${F.formatChangeSize(TAIL, latency)}`]),
  ];
}

function seeWhether(side: 'target' | 'base'): string {
  return `Voyez si ${SIDES_IN_FRENCH[side]} répond à ces requêtes, et en combien de temps.`;
}

function adviseOnConditions({ of, source }: CauseOf<'conditions-differ'>): string {
  return of === 'history'
    ? `Mesurez comme l’ont été les essais de ${source}, ou laissez-en enregistrer de nouveaux dans les conditions actuelles.`
    : `Mesurez comme l’a été la référence ${source}, ou prenez une nouvelle référence dans les conditions actuelles.`;
}
