/** Each of the others held against the first: how far they are apart, and what of that is shown. */
import { METRIC_NAMES, METRICS, type Metric } from '../../../config/metrics.ts';
import type { ComparedRun } from '../../../evidence/compare/compared-run.ts';
import type { Latency } from '../../../evidence/result/figures.ts';
import type { Comparing } from '../../../judgement/compare/decide.ts';
import type { JudgedFigure, RunPair } from '../../../judgement/compare/judge-pair.ts';
import { chapter, grid, type Piece } from '../document.ts';
import { nameFigure, writeChange, writeFigure } from '../figures.ts';
import type { Tongue } from '../language.ts';
import { PERCENTILES } from './results.ts';
import { detectableOf } from './summary.ts';

export function differencesSection({ pairs }: Comparing, tongue: Tongue): Piece[] {
  const { words } = tongue;
  const comparable = pairs.filter(({ verdict }) => verdict !== 'not-comparable');
  return chapter(
    2,
    words.sections.differences,
    comparable.flatMap((pair) =>
      chapter(3, `${pair.before.name} → ${pair.now.name}`, differences(pair, tongue)),
    ),
  );
}

function differences(pair: RunPair, tongue: Tongue): Piece[] {
  const { columns } = tongue.words;
  return grid(
    [columns.figure],
    [
      pair.before.name,
      pair.now.name,
      columns.difference,
      columns.relative,
      columns.shown,
      columns.detectable,
    ],
    [...latencies(pair, tongue), ...rest(pair, tongue), responses(pair, tongue)],
  );
}

/** Those that nobody can gate are told without a finding. */
function latencies({ before, now, figures }: RunPair, tongue: Tongue): string[][] {
  const { numbers } = tongue;
  return (Object.entries(PERCENTILES) as [keyof Latency, string][]).flatMap(([field, label]) => {
    const [then, present] = [latencyOf(before, field), latencyOf(now, field)];
    if (then === null || present === null) return [];
    const judged = figures.find(({ metric }) => isField(metric, field));
    const relative = then > 0 ? numbers.relative(present / then - 1) : '–';
    const cells = [
      numbers.ms(then),
      numbers.ms(present),
      numbers.signed(present - then, numbers.ms),
      relative,
    ];
    return [[label, ...cells, ...shownOf(judged, tongue)]];
  });
}

function rest({ figures }: RunPair, tongue: Tongue): string[][] {
  const { numbers } = tongue;
  return METRIC_NAMES.flatMap((metric) => {
    const judged = figures.find((one) => one.metric === metric);
    if (judged === undefined || METRICS[metric].kind === 'latency') return [];
    const isShare = METRICS[metric].scale === 'linear';
    const difference = isShare
      ? numbers.points(judged.change)
      : numbers.signed(judged.now - judged.before, numbers.perSecond);
    const cells = [
      writeFigure(metric, judged.before, tongue),
      writeFigure(metric, judged.now, tongue),
      difference,
    ];
    const relative = isShare ? '–' : writeChange(metric, judged.change, tongue);
    return [[nameFigure(metric, tongue), ...cells, relative, ...shownOf(judged, tongue)]];
  });
}

/** What other tools call throughput, failures included: told, and nothing is concluded from it. */
function responses({ before, now }: RunPair, { words, numbers }: Tongue): string[] {
  const [then, present] = [before, now].map(({ metrics }) => metrics.responsesPerSecond) as [number, number];
  return [
    words.figures.responses,
    numbers.perSecond(then),
    numbers.perSecond(present),
    numbers.signed(present - then, numbers.perSecond),
    then > 0 ? numbers.relative(present / then - 1) : '–',
    words.findings.unjudged,
    '–',
  ];
}

function shownOf(judged: JudgedFigure | undefined, tongue: Tongue): [finding: string, detectable: string] {
  if (judged === undefined) return [tongue.words.findings.unjudged, '–'];
  return [tongue.words.findings[judged.finding], detectableOf(judged, tongue)];
}

function latencyOf({ metrics }: ComparedRun, field: keyof Latency): number | null {
  return metrics.latencyMs?.[field] ?? null;
}

function isField(metric: Metric, field: keyof Latency): boolean {
  const row = METRICS[metric];
  return row.kind === 'latency' && row.field === field;
}
