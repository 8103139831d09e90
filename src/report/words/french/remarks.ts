/** Notes on rows and warnings about a run, in French. */
import { TAIL } from '../../../config/metrics.ts';
import type { Cause } from '../../../evidence/result/causes.ts';
import type { RemarkOf } from '../../../evidence/result/remarks.ts';
import { ACCEPT_LABEL } from '../../../judgement/acceptance.ts';
import { beginSentence } from '../names.ts';
import { type RemarkWords, tellRemarks } from '../remarks.ts';
import { CAUSES_IN_FRENCH } from './causes.ts';
import { describeDifferenceInFrench } from './conditions.ts';
import { latenessInFrench, onShardInFrench } from './doubts.ts';
import { fromToInFrench } from './failures.ts';
import {
  AGAINST_IN_FRENCH,
  counted,
  et,
  FIGURES_IN_FRENCH,
  le,
  nameRowInFrench,
  quoteInFrench,
} from './grammar.ts';
import { guardSaysInFrench } from './guards.ts';
import { warnOfProbeInFrench } from './probe-troubles.ts';
import { noteAdvisingInFrench, runsInFrench } from './runs.ts';
import { warnOfLeastInFrench, warnOfLossInFrench, warnOfNoRecoveryInFrench } from './search.ts';
import { warnOfPeakInFrench } from './server.ts';
import { warnOfTrendInFrench } from './trends.ts';

const F = FIGURES_IN_FRENCH;

const OWN: RemarkWords = {
  'no-baseline': () => 'aucune régression jugée\u00a0: pas de référence configurée',
  'floor-reached': () => 'tant d’erreurs font échouer quelles que soient les limites',
  'none-shown': ({ detectable, runs: count, passes }, metric) => {
    if (detectable === null)
      return 'aucune régression établie\u00a0; trop peu de requêtes pour en établir une';
    const size = F.formatChangeSize(metric, detectable);
    if (passes !== undefined)
      return `aucune régression établie\u00a0; ${counted(passes, 'passage')} de chaque côté ne peuvent montrer que ≥ ${size}`;
    return count === null
      ? `aucune régression établie\u00a0; un seul chiffre ne peut montrer que ≥ ${size}`
      : `aucune régression établie\u00a0; face à ${runsInFrench(count)} d’historique, cet essai ne peut montrer que ≥ ${size}`;
  },
  'history-advises': (note, metric) => {
    const advising = noteAdvisingInFrench(note);
    return note.detectable === null
      ? advising
      : `${advising}\u00a0; un écart de ${F.formatChangeSize(metric, note.detectable)} se serait vu`;
  },
  'improvement-doubted': ({ errorRate, against }) =>
    `pas compté comme amélioration\u00a0: ${F.formatShare(errorRate)} des requêtes ont échoué, et ${AGAINST_IN_FRENCH[against]} ne dit pas combien échouaient alors`,
  'open-after': ({ blocks, detectable }, metric) => {
    const after = `pas tranché après ${counted(blocks, 'bloc')}`;
    return detectable === null
      ? after
      : `${after}\u00a0; un écart de ${F.formatChangeSize(metric, detectable)} se serait probablement vu`;
  },
  'open-beyond': ({ blocks, blocksMore }) => {
    const more =
      blocksMore === null
        ? 'davantage de blocs'
        : `environ ${counted(blocksMore, 'bloc de plus', 'blocs de plus')}`;
    return `hors tolérance à 95\u202f% après ${counted(blocks, 'bloc')}, mais un échec demande 99\u202f% ou plus\u00a0: ${more} le montreraient`;
  },
  'worse-within': ({ tolerance }, metric) =>
    `réel, mais sous la tolérance de ${F.formatChangeSize(metric, tolerance)}`,
  'later-blocks-worse': ({ blocks }) =>
    `dans la tolérance après ${counted(blocks, 'bloc')}\u00a0; les suivants parlent contre`,
  'nothing-compared': ({ scopes }) =>
    `Des régressions sont déclarées (${et(scopes.map(nameRowInFrench), 4)}) et il n’y a rien à quoi comparer\u00a0: seules les limites décident. Donnez à baseline un fichier ou history, ou mesurez une base à côté de la cible (base-url).`,
  'not-removed': ({ side, requests, of, name, status, detail }) => {
    const answer = status === null ? 'n’a pas reçu de réponse' : `a reçu une réponse ${status}`;
    const how = detail === null ? answer : `a échoué (${quoteInFrench(detail)})`;
    const which =
      of === 1
        ? `${name} ${how}`
        : `${F.formatCount(requests)} ${requests < 2 ? 'requête' : 'requêtes'} sur ${F.formatCount(of)} ${requests < 2 ? 'a échoué' : 'ont échoué'}\u00a0; ${name} ${how}`;
    return `${beginSentence(`${on(side).toLowerCase()}le nettoyage après la charge a échoué`)}, et ce que l’essai a créé existe peut-être encore\u00a0: ${which}.`;
  },
  'condition-differs': ({ difference }) => describeDifferenceInFrench(difference),
  'baseline-unclear': ({ detail }) => `Une remarque sur la référence\u00a0: ${quoteInFrench(detail)}.`,
  'runs-left-out': ({ runs: count }) =>
    `${counted(count, 'essai de l’historique a été mesuré dans d’autres conditions et laissé', 'essais de l’historique ont été mesurés dans d’autres conditions et laissés')} de côté.`,
  'other-machines': ({ machine, runs: count, others }) =>
    `L’historique a été mesuré tantôt sur une machine, tantôt sur une autre. Cet essai est comparé aux ${runsInFrench(count)} faits sur la sienne (${machine})\u00a0; ${counted(others, 'essai fait sur d’autres est laissé', 'essais faits sur d’autres sont laissés')} de côté.`,
  'runs-unsettled': ({ runs: count, settledFrom, ...row }) => {
    const differ =
      count === 1
        ? 'Le dernier essai de l’historique s’écarte des précédents'
        : `Les ${F.formatCount(count)} derniers essais de l’historique s’écartent des précédents`;
    return `${differ} (${nameRowInFrench(row)}) et ${count === 1 ? 'est laissé' : 'sont laissés'} de côté jusqu’à ce que ${settledFrom} montrent un changement.`;
  },
  'record-skipped': ({ detail }) =>
    `L’essai n’a pas été enregistré dans l’historique\u00a0: ${quoteInFrench(detail)}.`,
  'regressed-warns': ({ history, ...row }) => {
    const regressed = `${beginSentence(le(row))} a régressé`;
    return history === null
      ? `${regressed}\u00a0; simple avertissement, car gate déclare «\u00a0stored: warn\u00a0».`
      : `${regressed}\u00a0; l’historique ${noteAdvisingInFrench(history)}.`;
  },
  degrading: warnOfTrendInFrench,
  'probe-failed': warnOfProbeInFrench,
  'server-peak': warnOfPeakInFrench,
  capped: ({ by, table, sent, maxRequests, waiting, wantedMore }) =>
    [
      table !== undefined
        ? `La charge s’est terminée après ${counted(sent, 'requête')}, car chaque ligne de ${table.name} (${counted(table.rows, 'ligne')}) ne sert qu’une fois (take: once)\u00a0: le verdict porte sur ce qui a été vu jusque-là.`
        : by === 'max-requests' && maxRequests !== null
          ? `La charge s’est terminée après ${counted(sent, 'requête')}, car max-requests en permet ${F.formatCount(maxRequests)}\u00a0: le verdict porte sur ce qui a été vu jusque-là.`
          : `La charge s’est terminée à ${by}, après ${counted(sent, 'requête')}\u00a0: le verdict porte sur ce qui a été vu jusque-là.`,
      wantedMore
        ? 'Il n’y avait plus de place pour un tour de plus, qui aurait pu trancher ce qui reste ouvert.'
        : '',
      waiting > 0
        ? `${counted(waiting, 'requête attendait encore sa réponse et ne compte', 'requêtes attendaient encore leur réponse et ne comptent')} pas.`
        : '',
      `${table === undefined ? `Augmentez ${by}` : `Ajoutez des lignes à ${table.name}`} pour mesurer ${wantedMore ? 'davantage' : 'aussi longtemps que prévu'}.`,
    ]
      .filter(Boolean)
      .join(' '),
  'capacity-at-least': warnOfLeastInFrench,
  'search-not-recovered': warnOfNoRecoveryInFrench,
  'lost-in-search': warnOfLossInFrench,
  'few-intercepted': ({ side, guard }) => `${on(side)}${guardSaysInFrench(guard)}.`,
  resent: ({ side, requests, share }) =>
    `${on(side)}${F.formatShare(share)} des requêtes (${F.formatCount(requests)}) ont été envoyées une seconde fois, car le service fermait leur connexion à cet instant. Ce n’est pas une erreur\u00a0; mais un service qui perd des requêtes sans répondre a la même allure\u00a0: voyez pourquoi il ferme des connexions en cours d’usage.`,
  'base-silent': ({ stretches, silentSeconds, ...stretch }) => {
    const others =
      stretches > 1 ? `, et pendant ${F.formatSeconds(silentSeconds)} en tout (${stretches} fois)` : '';
    return `Rien n’a abouti sur la base ${fromToInFrench(stretch)} de sa charge${others}\u00a0: une coupure de la base. Les blocs où elle tombe sont comparés comme les autres.`;
  },
  'login-renewed': ({ side, logins, pausedSeconds }) =>
    `${beginSentence(`${on(side).toLowerCase()}la session`)} a expiré sous la charge, et le login a été refait ${logins === 1 ? 'une fois' : `${F.formatCount(logins)} fois`}. Non mesuré\u00a0: les ${F.formatMs(1000 * pausedSeconds)} pendant lesquelles rien n’a été envoyé\u00a0; le P99 et le débit ne comptent ni ce temps ni qui serait venu alors.`,
  'errors-on-both': ({ errorRate, targetErrorRate }) =>
    `${F.formatShare(errorRate)} des requêtes de la base ont échoué (cible ${F.formatShare(targetErrorRate)})\u00a0: ce succès dit que la cible n’est pas pire, pas que l’une ou l’autre est saine.`,
  'last-stage-slower': ({ firstP99Ms, p99Ms }) =>
    `La dernière étape est plus lente que la première, qui a la même charge\u00a0: P99 de ${F.formatMs(p99Ms)} au lieu de ${F.formatMs(firstP99Ms)}${firstP99Ms > 0 ? ` (${F.formatChange(TAIL, p99Ms / firstP99Ms - 1)})` : ''}.`,
  stalls: ({ target, base, blocks }) =>
    `Dans ${F.formatCount(target)} blocs sur ${F.formatCount(blocks)}, le P99 de la cible dépassait 1,5 fois celui de la base, et l’inverse ${base === 0 ? 'dans aucun' : `dans ${F.formatCount(base)}`}\u00a0: elle cale peut-être de temps en temps, ce qu’une comparaison de tours typiques ne montre pas.`,
  saturated: ({ connections, first, throughputPerSecond }) =>
    `Les requêtes font la queue devant le service\u00a0: celles par lesquelles un tour commence, et qui ne trouvent personne devant elles, prennent au plus ${F.formatShare(Math.max(first.target, first.base))} du temps habituel. Ce sont donc les ${connections} connexions qui font la latence, et un retard s’y verrait à peine. Mesurez avec ${connections > 2 ? '1 ou 2 connexions' : '1 connexion'}, ou à un débit inférieur à ${F.formatPerSecond(0.7 * Math.min(throughputPerSecond.target, throughputPerSecond.base))}, pour voir le temps propre du service.`,
  'hosts-differ': ({ allowance }) =>
    `Rien ne dit que la cible et la base partagent un hôte, et l’écart entre leurs hôtes ne se distingue pas de celui du code\u00a0: ${F.formatChange(TAIL, allowance)} est admis pour cela.`,
  'stored-beside': ({ source, changes }) => {
    const seen = changes.map(
      ({ metric, change }) =>
        `${nameRowInFrench({ metric, endpoint: null })} ${F.formatChange(metric, change)}`,
    );
    return `Par rapport à ${source}\u00a0: ${seen.join(', ') || 'rien à comparer'}\u00a0; sans effet sur le verdict, car la base a été mesurée en alternance.`;
  },
  'stored-not-compared': ({ because }) =>
    `La référence enregistrée n’est pas comparée\u00a0: ${CAUSES_IN_FRENCH.describe(because)}.`,
  accepted: ({ by, at }) =>
    `${by} a accepté ceci pour le seul commit testé, par le label «\u00a0${ACCEPT_LABEL}\u00a0», le ${readable(at)}. Un autre commit est jugé à nouveau.`,
  'open-when-accepted': ({ scopes }) =>
    `Pas tranché au moment de l’échec, donc pas connu\u00a0: ${et(scopes.map(nameRowInFrench))}.`,
  'not-acceptable': (remark) =>
    `${remark.by} a posé le label «\u00a0${ACCEPT_LABEL}\u00a0», qui n’accepte que des régressions\u00a0: ${obstacle(remark)}.`,
  'acceptance-void': ({ detail }) =>
    `Le label «\u00a0${ACCEPT_LABEL}\u00a0» est sans effet\u00a0: ${quoteInFrench(detail)}.`,
  unconfirmed: ({ detail }) => `Une vérification n’a pas pu être faite\u00a0: ${quoteInFrench(detail)}.`,
  'changes-unread': ({ detail }) =>
    `Ce que la pull request change au jugement n’a pas pu être lu\u00a0: ${quoteInFrench(detail)}.`,
  'generator-lagged': (late) =>
    `Le générateur de charge${onShardInFrench(late)} était en retard, mais rien de ce qui est tranché n’en dépend\u00a0: ${et(latenessInFrench(late), 5)}.`,
  'shard-elsewhere': ({ shard, p50Ms, othersMs }) =>
    `La part ${shard} a peut-être un autre chemin vers la cible\u00a0: la moitié de ses réponses ont pris ${F.formatMs(p50Ms)} ou moins, celles des autres ${F.formatMs(othersMs)}.`,
  'same-commit': () => 'La base et la cible disent servir le même commit.',
};

function on(side: 'target' | 'base' | null): string {
  return side === 'base' ? 'Sur la base, ' : '';
}

function obstacle({ obstacle: cause, scopes }: RemarkOf<'not-acceptable'>): string {
  switch (cause?.code) {
    case undefined:
      return 'ici, ce n’est pas une régression qui a échoué';
    case 'target-lost':
      return 'cet essai s’est interrompu';
    case 'silence':
      return 'ici, rien n’a répondu pendant un moment';
    case 'turned-away':
      return 'ici, des requêtes ont été refusées au lieu de recevoir une réponse';
    case 'over-limit':
      return `ici, ${et(scopes.map(le))} ${scopes.length === 1 ? 'n’a' : 'n’ont'} pas tenu la limite`;
    case 'error-floor':
    case 'error-surge':
    case 'few-errors':
    case 'errors-in-one-round':
      return 'ici, trop de requêtes ont échoué';
    default:
      return CAUSES_IN_FRENCH.describe(cause as Cause);
  }
}

/** `2026-11-22 à 10:03 UTC` */
function readable(at: string): string {
  return `${at.slice(0, 10)} à ${at.slice(11, 16)} UTC`;
}

export const REMARKS_IN_FRENCH = tellRemarks(OWN, CAUSES_IN_FRENCH);
