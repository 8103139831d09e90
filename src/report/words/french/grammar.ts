/** What French sentences are put together from: figures, names with their article, lists. */
import type { Metric } from '../../../config/metrics.ts';
import type { MetricScope } from '../../../config/scope.ts';
import { amountsIn } from '../amounts.ts';
import { formatsIn } from '../format.ts';
import { dropFullStop, enumerateBy } from '../names.ts';
import { NUMBER_STYLES } from '../number-style.ts';

export const FIGURES_IN_FRENCH = formatsIn(NUMBER_STYLES.fr);
export const AMOUNTS_IN_FRENCH = amountsIn(NUMBER_STYLES.fr, FIGURES_IN_FRENCH);

const { formatCount } = FIGURES_IN_FRENCH;

interface Noun {
  /** As a table's row is called. */
  readonly label: string;
  readonly noun: string;
  readonly article: 'le' | 'la';
}

const masculine = (label: string, noun = label): Noun => ({ label, noun, article: 'le' });

export const NOUNS_IN_FRENCH: Readonly<Record<Metric, Noun>> = {
  p50: masculine('P50'),
  p90: masculine('P90'),
  p95: masculine('P95'),
  p99: masculine('P99'),
  'p99.9': masculine('P99.9'),
  throughput: masculine('Débit', 'débit'),
  errors: masculine('Erreurs', 'taux d’erreur'),
  capacity: { label: 'Capacité', noun: 'capacité', article: 'la' },
  attempts: masculine('Tentatives', 'nombre de tentatives par requête'),
  recovery: masculine('Retour à la normale', 'retour à la normale'),
  'fault-errors': masculine('Erreurs pendant la panne', 'taux d’erreur pendant la panne'),
};

/** `l’étape spike`, `l’étape 2`. */
export function nameStageInFrench(key: string): string {
  return `l’étape ${key}`;
}

/** `P99 de create owner`, `P99 du parcours order`, for a list. */
export function nameRowInFrench({ metric, endpoint, flow, stage }: MetricScope): string {
  const { noun } = NOUNS_IN_FRENCH[metric];
  if (stage !== undefined) return `${noun} de ${nameStageInFrench(stage)}`;
  return endpoint === null ? noun : `${noun} ${flow ? 'du parcours' : 'de'} ${endpoint}`;
}

/** `le P99 de create owner`. */
export function le(row: MetricScope): string {
  return `${NOUNS_IN_FRENCH[row.metric].article} ${nameRowInFrench(row)}`;
}

/** `du P99 de create owner`. */
export function du(row: MetricScope): string {
  return `${NOUNS_IN_FRENCH[row.metric].article === 'le' ? 'du' : 'de la'} ${nameRowInFrench(row)}`;
}

/** `a`, `a et b`, `a, b et 3 autres`. */
export function et(items: readonly string[], most = 3): string {
  return enumerateBy(items, most, 'et', (rest) => `${formatCount(rest)} ${rest === 1 ? 'autre' : 'autres'}`);
}

/** `1 requête`, `1 200 requêtes`: below 2 it is one. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${Math.abs(count) < 2 ? one : many}`;
}

/** A text that is not French whatever the report's language is. */
export function quoteInFrench(text: string): string {
  return `«\u00a0${dropFullStop(text)}\u00a0»`;
}

export const SIDES_IN_FRENCH = { target: 'la cible', base: 'la base' } as const;
export const AGAINST_IN_FRENCH = { base: 'la base', baseline: 'la référence' } as const;
/** Before a figure of it. */
export const BARE_IN_FRENCH = { base: 'base', baseline: 'référence' } as const;

/** ` sur la base`; '' of the target. */
export function onBase(side: 'target' | 'base' | null | undefined): string {
  return side === 'base' ? ' sur la base' : '';
}
