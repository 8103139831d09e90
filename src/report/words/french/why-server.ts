/** Sentences of what moved on the server's side, in French. */
import type { Explanation } from '../../../evidence/result/why.ts';
import { AMOUNTS_IN_FRENCH, FIGURES_IN_FRENCH } from './grammar.ts';

type OfKind<Kind> = Extract<Explanation, { kind: Kind }>;

const { formatCount, formatMs } = FIGURES_IN_FRENCH;
const { formatAmount } = AMOUNTS_IN_FRENCH;

export function tellStatementInFrench(one: OfKind<'statement'>): string {
  const { beforeMs, afterMs, callsBefore, callsAfter, isSlower, isOftener } = one;
  const calls = (value: number) => formatAmount(value, 'number');
  if (callsBefore === 0)
    return `demandé par ce seul côté\u00a0: ${calls(callsAfter)} fois par requête, ${formatMs(afterMs)} chaque fois dans PostgreSQL`;
  const often = `${calls(callsBefore)} → ${calls(callsAfter)} fois par requête`;
  const long = `${formatMs(beforeMs)} → ${formatMs(afterMs)}`;
  if (isSlower && isOftener)
    return `prend plus de temps à PostgreSQL (${long}) et lui est demandé plus souvent (${often})`;
  if (isSlower)
    return `prend plus de temps à PostgreSQL\u00a0: ${long}, ${calls(callsAfter)} fois par requête`;
  return `est demandé plus souvent\u00a0: ${often}, ${formatMs(afterMs)} chaque fois`;
}

export function tellTableInFrench(one: OfKind<'table'>): string {
  const { rowsBefore, rowsAfter, sizeBefore, sizeAfter, isScanned, isLarger } = one;
  const rows = (value: number) => (value === 0 ? 'aucune' : formatCount(value));
  const about = (value: number) => (value === 0 ? 'aucune' : `environ ${formatCount(value)}`);
  const scanned = `est lue depuis son début, sans index\u00a0: ${rows(rowsBefore)} → ${rows(rowsAfter)} lignes par requête`;
  const held = `lignes dans la table\u00a0: ${about(sizeAfter)}`;
  if (isScanned && isLarger)
    return `${scanned}\u00a0; ${held}, dans celle de la base\u00a0: ${about(sizeBefore)}`;
  if (isScanned) return `${scanned}\u00a0; ${held}`;
  return `est plus grande\u00a0: ${about(sizeBefore)} → ${about(sizeAfter)} lignes`;
}

export function tellResourceInFrench(one: OfKind<'resource'>): string {
  const { what, unit, before, after, msBefore, msAfter } = one;
  const [from, to] = [before, after].map((value) => formatAmount(value, unit));
  const took = (none: string) =>
    msBefore === null || msAfter === null
      ? ''
      : `${time(msBefore, none)} → ${time(msAfter, none)} par requête`;
  switch (what) {
    case 'cpu':
      return `${from} → ${to}`;
    case 'memory':
    case 'longest-transaction':
      return `${from} → ${to} en moyenne`;
    case 'collections':
      return `passages du ramasse-miettes\u00a0: ${from} → ${to}`;
    case 'collection':
      return `temps du ramasse-miettes\u00a0: ${took('aucun')}`;
    case 'pool-wait':
      return `attente d’une connexion du pool\u00a0: ${took('aucune')}`;
    case 'lock-wait':
      return `attente de verrous de la base de données\u00a0: ${took('aucune')}`;
    case 'database-wait':
      return `attente dans la base de données\u00a0: ${took('aucune')}`;
  }
}

function time(ms: number, none: string): string {
  return ms === 0 ? none : formatMs(ms);
}
