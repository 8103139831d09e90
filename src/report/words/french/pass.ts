/** What was judged, and what was not, in French: a pass never says more than the run has shown. */
import type { Metric } from '../../../config/metrics.ts';
import type { Comparison } from '../../../evidence/result/comparison.ts';
import type { InterleavedSummary } from '../../../evidence/result/interleaved.ts';
import type { ServerGate } from '../../../evidence/result/server.ts';
import { GATES_FROM } from '../../../judgement/statistics/history-limit.ts';
import { beginSentence } from '../names.ts';
import type { describePass } from '../pass.ts';
import { counted, du, et, FIGURES_IN_FRENCH, le, nameRowInFrench } from './grammar.ts';
import { nameSeriesInFrench } from './server.ts';

const F = FIGURES_IN_FRENCH;

export const describePassInFrench: typeof describePass = ({ comparisons, interleaved, server }, source) => {
  const limits = describeLimits(comparisons.filter(({ limit }) => limit));
  const regressions = describeRegressions(comparisons, interleaved, source);
  const trends = describeTrendBounds(comparisons.flatMap(({ trend, metric }) => (trend ? [metric] : [])));
  const ofServer = describeServer(server?.gates ?? []);
  const judged = [limits, regressions, trends, ofServer].filter((part) => part !== null);
  return beginSentence(judged.length > 0 ? judged.join('\u00a0; ') : describeUngated(comparisons));
};

/** Of a search, whose limits said what had to hold. */
function describeUngated(rows: readonly Comparison[]): string {
  const known = rows.filter(({ target }) => target !== null);
  if (known.length === 0) return 'rien n’est déclaré qui aurait pu échouer';
  return `${et(known.map((row) => `${le(row)} est de ${figureOf(row)}`))}\u00a0; aucune limite n’en est déclarée`;
}

function describeServer(gates: readonly ServerGate[]): string | null {
  if (gates.length === 0) return null;
  const names = et(gates.map(({ series, stage }) => nameSeriesInFrench(series, stage)));
  return `côté serveur, ${names} ${gates.length === 1 ? 'respecte' : 'respectent'} ce qui est déclaré`;
}

function describeTrendBounds(metrics: readonly Metric[]): string | null {
  if (metrics.length === 0) return null;
  const names = et(metrics.map((metric) => du({ metric, endpoint: null })));
  return metrics.length === 1
    ? `la tendance ${names} au fil de la charge reste dans la tolérance`
    : `les tendances ${names} au fil de la charge restent dans la tolérance`;
}

function describeLimits(rows: readonly Comparison[]): string | null {
  const [only, second] = rows;
  if (!only) return null;
  if (!second) return `${le(only)} (${figureOf(only)}) respecte sa limite de ${boundOf(only)}`;
  const figures = rows.map(
    (row) =>
      `${nameRowInFrench(row)} ${figureOf(row)} (${row.limit?.bound === 'min' ? 'au moins' : 'limite'} ${boundOf(row)})`,
  );
  return `les limites sont respectées\u00a0: ${et(figures)}`;
}

function describeRegressions(
  rows: readonly Comparison[],
  interleaved: InterleavedSummary | null,
  source: string | null,
): string | null {
  const declared = rows.flatMap((row) => (row.regression ? [{ ...row, ...row.regression, row }] : []));
  if (declared.length === 0) return null;
  if (declared.some(({ notes }) => notes.some(({ code }) => code === 'no-baseline')))
    return 'aucune régression n’a été jugée, faute de référence configurée';
  const searches = declared.find(({ row }) => row.against === 'base')?.passes;
  const against = interleaved
    ? inBlocks(interleaved)
    : searches
      ? `par rapport à la base, en ${counted(searches, 'recherche')} de chaque côté`
      : `par rapport à ${source ?? 'la référence'}`;
  if (declared.every(({ gates }) => !gates)) {
    const warned = declared.some(({ finding }) => finding === 'regressed');
    return (warned ? null : describeRuns(declared)) ?? `les régressions ${against} ne font qu’avertir`;
  }
  const improved = declared
    .filter(({ finding }) => finding === 'improved')
    .map(({ row }) => nameRowInFrench(row));
  const shown = declared.every(({ finding }) => finding === 'within' || finding === 'improved');
  const none = `aucune régression${shown ? '' : ' établie'} ${against}`;
  return improved.length > 0 ? `${none}, et une amélioration établie (${et(improved)})` : none;
}

/** Of the figure with the fewest runs; null where a rule other than their number keeps them from gating. */
function describeRuns(declared: readonly { readonly runs?: number | undefined }[]): string | null {
  const counts = declared.flatMap(({ runs }) => runs ?? []);
  const fewest = Math.min(...counts);
  if (counts.length === 0 || fewest >= GATES_FROM) return null;
  return `aucune régression ne peut encore faire échouer\u00a0: ${fewest} essais enregistrés sur les ${GATES_FROM} qu’il faut`;
}

function inBlocks({ blocks, passes }: InterleavedSummary): string {
  if (passes) return `par rapport à la base, en ${counted(blocks, 'passage')} de chaque côté`;
  return `par rapport à la base, en ${counted(blocks, 'bloc')}`;
}

function figureOf({ metric, target }: Comparison): string {
  return F.formatFigure(metric, target ?? 0);
}

function boundOf({ metric, limit }: Comparison): string {
  return F.formatBound(metric, limit?.value ?? 0);
}
