/** What a run was, in French: its load, what it was compared with, its costs. */
import type { CostPeriod } from '../../../config/cost.ts';
import type { IN_TURN_WORDS, SETTING_WORDS } from '../setting.ts';
import { ARRIVALS_IN_FRENCH } from './conditions.ts';
import { counted, FIGURES_IN_FRENCH } from './grammar.ts';

const F = FIGURES_IN_FRENCH;

export const SETTING_IN_FRENCH: typeof SETTING_WORDS = {
  profile: (name) => `profil ${name}`,
  connections: (count) => counted(count, 'connexion'),
  shards: (count) => `faite par ${counted(count, 'machine')}`,
  stages: (count, most) => `${counted(count, 'étape')} jusqu’à ${counted(most, 'connexion')}`,
  searchedByConnections: (from, to) => `recherche de ${F.formatCount(from)} à ${counted(to, 'connexion')}`,
  searchedByRate: (from, to, connections, arrivals) =>
    `recherche de ${F.formatPerSecond(from)} à ${F.formatPerSecond(to)} sur ${counted(connections, 'connexion')}, ${ARRIVALS_IN_FRENCH[arrivals]}`,
  offered: (achieved, offered, kinds) => {
    const how = kinds.map((kind) => ARRIVALS_IN_FRENCH[kind]).join(' et ');
    const told = `${F.formatPerSecond(offered)} demandés, ${how}`;
    return achieved === null ? told : `${F.formatPerSecond(achieved)} atteints sur ${told}`;
  },
  withoutWait: (p99) => `P99 sans l’attente ${p99}`,
  afterWarmup: (length, warmupSeconds) =>
    `${length} après ${F.formatTenths(warmupSeconds)} de mise en température`,
  planned: (length) => `prévu\u00a0: ${length}`,
  plannedRounds: (length) => `prévu\u00a0: au plus ${length} en tours`,
  nothingSent: 'aucune requête envoyée',
  sent: (all, toBoth, measured, again) => {
    const repeated = again === 0 ? '' : ` et ${counted(again, 'renvoyée')}`;
    const rest = measured === null ? '' : `, dont ${counted(measured, 'mesurée')}${repeated}`;
    return `${counted(all, 'requête envoyée', 'requêtes envoyées')}${toBoth ? ' aux deux côtés' : ''}${rest}`;
  },
  writes: (target, base) => {
    const sent = counted(target, 'requête d’écriture envoyée', 'requêtes d’écriture envoyées');
    return base === null ? sent : `${sent} à la cible, ${F.formatCount(base)} à la base`;
  },
  models: { closed: 'fermé', open: 'ouvert' },
  rounds: (count) => counted(count, 'tour'),
  passes: (count) => counted(count, 'passage'),
  dateUnknown: 'date inconnue',
  newestOf: (runs, date) => `${runs}, le dernier du ${date}`,
  titled: (title, date) => `«\u00a0${title}\u00a0», ${date}`,
  comparableRuns: (runs, since) => {
    if (since === null) return 'aucun essai comparable pour l’instant';
    return runs === 1 ? '1 essai comparable' : `${runs} essais comparables depuis le ${since}`;
  },
  resent: (count) =>
    `${counted(count, 'requête renvoyée', 'requêtes renvoyées')}\u00a0: le serveur avait fermé la connexion sans prévenir`,
  notMeasured: (perSecond, connections) =>
    `pas mesurée\u00a0: ${F.formatPerSecond(perSecond)} est ce que ${counted(connections, 'connexion demande', 'connexions demandent')}`,
  cost: ({ throughputPerUnit: rate, amount, currency, per }) => {
    const decimals = Number.isInteger(amount) ? 0 : Math.max(2, String(amount).split('.')[1]?.length ?? 0);
    const price = `${amount.toFixed(Math.min(decimals, 10)).replace('.', ',')} ${currency} par ${PERIODS[per]}`;
    return rate === null
      ? price
      : `${price}\u00a0: ${F.formatPerSecond(rate)} pour chaque ${currency} par ${PERIODS[per]}`;
  },
  caveat: 'Ce qui a été vu, et qu’on ne peut pas prendre pour les chiffres du service\u00a0:',
  rateLimited: (share, whose, retryAfterSeconds) =>
    `${share} ${WHOSE[whose]} ont reçu 429${retryAfterSeconds === null ? '' : ` (Retry-After jusqu’à ${F.formatSeconds(retryAfterSeconds)})`}\u00a0: un limiteur de débit sur le chemin, qui ne dit rien de la vitesse du service.`,
  loginRedirects: (share, whose) =>
    `${share} ${WHOSE[whose]} ont été redirigées vers une page de connexion\u00a0: l’environnement est protégé, ou la session n’a pas été acceptée.`,
  challenges: (share, whose) =>
    `${share} ${WHOSE[whose]} ont rencontré une protection contre les robots\u00a0: un gardien devant le service a répondu à sa place.`,
  commit: {
    at: 'au commit',
    for: 'pour le commit',
    saysItself: ', comme elle le dit elle-même',
    saysOther: (served) => ` (la cible dit servir ${served}, la fusion qu’en fait GitHub)`,
    notProven: ' (pas vérifié\u00a0: target.identity n’est pas déclaré)',
  },
  needed: (needs) => `avec ${needs.join(', et ')}`,
  runsThere: 'le service en marche à cet endroit',
  isSet: (variables) => `${variables} dans l’environnement`,
};

const PERIODS: Readonly<Record<CostPeriod, string>> = {
  hour: 'heure',
  day: 'jour',
  month: 'mois',
  year: 'an',
};

const WHOSE = {
  all: 'des requêtes',
  target: 'des requêtes de la cible',
  base: 'des requêtes de la base',
} as const;

export const IN_TURN_IN_FRENCH: typeof IN_TURN_WORDS = {
  passesOf: (passes, seconds) =>
    `${counted(passes, 'passage')} de ${F.formatSeconds(seconds)} de chaque côté`,
  blocksOf: (blocks, seconds) => `${counted(blocks, 'bloc')} de ${F.formatTenths(seconds)} de chaque côté`,
  passesInAll: (passes, seconds) =>
    `${counted(passes, 'passage')} de chaque côté, ${F.formatSeconds(seconds)} en tout`,
  blocksInAll: (blocks, budget, seconds) =>
    `${counted(blocks, 'bloc')} sur ${budget} au plus, ${F.formatSeconds(seconds)} en tout`,
  stalled: (bySide) => `tours qui ont calé\u00a0: ${bySide}`,
  inAll: (seconds) => `${F.formatSeconds(seconds)} en tout, des deux côtés`,
  none: 'aucun',
  bySide: (target, base) => `cible ${target}, base ${base}`,
  passesPlanned: (passes, budget, seconds) =>
    `${passes} sur ${budget} au plus, de ${F.formatSeconds(seconds)} de chaque côté, dans un ordre tiré au sort`,
  blocksPlanned: (blocks, budget, seconds, slices) => {
    const cut =
      slices > 1
        ? `, découpés en ${slices} tranches dans un ordre tiré au sort`
        : ', dans un ordre tiré au sort';
    return `${blocks} sur ${budget} au plus, de ${F.formatTenths(seconds)} de chaque côté${cut}`;
  },
  allowance: (size, sharedHost) =>
    `${size ?? 'aucune'}, ${sharedHost ? 'les deux côtés sont sur un même hôte' : 'rien ne dit que les deux côtés soient sur un même hôte'}`,
  decidedAfter: (block) => `après le bloc ${block}`,
  notDecided: (blocksMore) =>
    blocksMore === null ? 'non' : `non (encore environ ${counted(blocksMore, 'bloc')})`,
  moreInFile: (count) => `${counted(count, 'autre')} dans le fichier de résultat`,
  measuredInTurn: 'mesurée en alternance avec la cible',
  changesTitle: (unit) =>
    unit === 'passes'
      ? 'L’écart à chaque paire de passages, dans l’ordre\u00a0; plus haut est moins bon\u00a0:'
      : 'L’écart à chaque bloc, dans l’ordre\u00a0; plus haut est moins bon\u00a0:',
  suspect: (change, p) => `P99 ${change} (p ${p < 0.001 ? '< 0,001' : `= ${F.formatNumber(p, 2)}`})`,
  standingOut: 'Sans limite déclarée, mais à remarquer',
};
