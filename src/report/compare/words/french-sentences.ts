/** What a comparison says, in French: whole sentences and what is put together. Names come cleaned. */
import type { Answer } from '../../../judgement/compare/decide.ts';
import type { ENGLISH_SENTENCES } from './english-sentences.ts';
import { describeInFrench } from './french-differences.ts';

function and(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} et ${names.at(-1)}`;
}

function or(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} ou ${names.at(-1)}`;
}

export const FRENCH_SENTENCES: typeof ENGLISH_SENTENCES = {
  difference: describeInFrench,
  intro: (names, first) =>
    `${and(names)}, un essai chacun. Les écarts sont donnés par rapport à ${first}, toutes requêtes confondues.`,
  verdict: (verdict, now, before, figures) => {
    switch (verdict) {
      case 'better':
        return `il est établi que ${now} est meilleur que ${before}\u00a0: ${and(figures.better)}`;
      case 'worse':
        return `il est établi que ${now} est moins bon que ${before}\u00a0: ${and(figures.worse)}`;
      case 'mixed':
        return `il est établi que ${now} est meilleur que ${before} en ${and(figures.better)} et moins bon en ${and(figures.worse)}`;
      case 'none-shown':
        return `aucun écart entre ${before} et ${now} n’est établi`;
      case 'not-comparable':
        return `${now} n’est pas comparable à ${before}`;
    }
  },
  reason: (figure, before, now, change, shown) => `${figure}\u00a0: ${before} → ${now} (${change}), ${shown}`,
  invalid: (name) =>
    `l’essai de ${name} est invalide\u00a0: ses chiffres ne sont pas fiables et ne figurent ici que pour mémoire`,
  rule: (spread) =>
    `Un écart est établi quand le hasard est exclu à 99\u202f%, avec une dispersion de ${spread} d’un essai à l’autre, qu’un seul essai de chacun ne peut pas mesurer. Ce qui n’est pas établi peut tout de même exister\u00a0: d’autres essais, ou des mesures en alternance (base-url), révèlent des écarts plus petits.`,
  noted: 'À prendre en compte\u00a0:',
  connections: (from, to) => (from === null ? to : `${from} → ${to}`),
  stagesOf: (stages, most) => `${stages} étapes, ${most} au plus`,
  offered: (rate, kinds) => (kinds === '' ? rate : `${rate}, ${kinds}`),
  arrivals: { constant: 'à intervalles égaux', poisson: 'au hasard (Poisson)' },
  machine: (cores, memory) =>
    [cores === null ? null : `${cores} cœurs`, memory].filter((part) => part !== null).join(', '),
  per: (amount, currency, period) => `${amount} ${currency} par ${period}`,
  limit: (figure, bound, value) => `${figure} ${bound === 'max' ? '≤' : '≥'} ${value}`,
  ofRequest: (figure, name) => `${figure} de ${name}`,
  detectable: (worse, better) => (better === null ? worse : `${worse} / ${better}`),
  flowName: (name) => `Parcours ${name}`,
  stageName: (number, name) => (name === null ? `Étape ${number}` : `${number}\u00a0: ${name}`),
  share: (count, share) => `${count} (${share})`,
  of: (name, part) => `${name} de ${part}`,
  range: (from, to) => (from === to ? to : `${from} – ${to}`),
  recovered: (of, seconds) =>
    `retour à la normale ${seconds} après ${of === 'spike' ? 'le pic' : 'la panne'}`,
  notRecovered: (of, seconds) =>
    `pas de retour à la normale dans les ${seconds} après ${of === 'spike' ? 'le pic' : 'la panne'}`,
  faultErrors: (share) => `erreurs pendant la panne\u00a0: ${share}`,
  sample: (run, request, what, said) =>
    `${run}, ${request}\u00a0: ${what}${said === '' ? '' : `\u00a0: «\u00a0${said}\u00a0»`}`,
  named: (name, told) => `${name}\u00a0: ${told.join('\u00a0; ')}`,
  inDoubt: 'douteux\u00a0: ce qui paraît meilleur échoue plus souvent',
  moreSamples: (count) => `${count} de plus dans les fichiers de résultats.`,
  problem: (run, probe, code) => `${run}\u00a0: ${probe}, ${code}`,
  projection:
    'Les colonnes à 50\u202f% et à 80\u202f% du CPU sont une projection et non une mesure\u00a0: les réponses par seconde multipliées par cette part et divisées par le pic de la part de CPU. Cela suppose que chaque requête coûte autant à tout débit et que les processeurs soient la première limite. Les connexions, les verrous, les pools et la mémoire peuvent céder avant.',
  atShare: (share) => `Projeté à ${share}`,
  far: (name) =>
    `${name}\u00a0: la charge a si peu occupé les processeurs que la projection dépasse de loin ce qui a été mesuré\u00a0; il faut charger davantage pour savoir.`,
  off: (name, projected, measured, off, isAbove) =>
    `${name}\u00a0: la projection à 80\u202f% (${projected}) est de ${off} ${isAbove ? 'au-dessus' : 'au-dessous'} de la capacité mesurée (${measured})\u00a0: c’est la mesure qui compte.`,
  capacity: (value, low, high) => (high === null ? `au moins ${low} req/s` : `${value} (${low} – ${high})`),
  growth: (more) => (more === null ? 'mesuré' : more),
  costRule:
    'Un mois compte 730 heures. Le coût d’un million de succès suppose le débit de l’essai à toute heure. Les prix sont ceux que les essais déclarent (cost).',
  perUnit: (rate, currency, period) => `${rate} par ${currency}/${period}`,
  currencies: 'Les prix sont en plusieurs monnaies et ne sont pas comparés.',
  answer: (answer: Answer, names: readonly string[]): string => {
    switch (answer.is) {
      case 'one':
        return names.join('');
      case 'several':
        return or(names);
      case 'none':
        return 'aucun écart établi';
      case 'not-comparable':
        return 'pas comparable';
      case 'unknown':
        return 'pas connu pour tous';
    }
  },
  alike: 'aucun écart',
  questions: {
    throughput: 'Plus de débit\u00a0?',
    lower: (figure) => `${figure} plus bas\u00a0?`,
    better: 'Meilleur\u00a0?',
    errors: 'Moins d’erreurs\u00a0?',
    headroom: 'Plus de marge de CPU\u00a0?',
    price: 'Moins cher\u00a0?',
    costPerRequest: 'Moins cher par requête\u00a0?',
  },
  perMillion: (price) => `${price} le million`,
  upTo: (load) => `jusqu’à ${load}`,
  take: (names) => (names.length === 0 ? 'aucun, à notre connaissance' : or(names)),
  levelsRule:
    'Mesuré\u00a0: autant de requêtes ont reçu une réponse et aucune limite déclarée n’a été dépassée. Échec\u00a0: avec autant, ou moins, une limite a été dépassée ou 5\u202f% ont échoué. Dans sa capacité\u00a0: la recherche du point de rupture a trouvé que toutes les limites tiennent. Projeté\u00a0: moins de 80\u202f% du CPU si tout continue de même. Le choix est le moins cher quand les prix sont connus, et le mesuré passe avant le projeté.',
};
