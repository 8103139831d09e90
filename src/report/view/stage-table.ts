/** The rows of the table of stages, in words and for no medium yet; names in it are not escaped. */
import { keyOfStage } from '../../config/scope.ts';
import type { Publication } from '../report.ts';
import { type Words, wordsFor } from '../words/language.ts';
import { byTone, type Mark, markOf } from './badges.ts';
import { allFailed, kindsOf } from './error-table.ts';

type Result = Publication['result'];
type Stage = NonNullable<Result['stages']>[number];

export interface StageRow {
  /** Its name, or its number where it has none. */
  readonly stage: string;
  /** `10 → 50, 10 s`: connections, or the rate that is offered, and how long. */
  readonly load: string;
  readonly requests: string;
  readonly p50: string | null;
  readonly p99: string | null;
  readonly perSecond: string;
  readonly errors: string | null;
  /** The worst that there is to say, or null where nothing was declared and nothing happened. */
  readonly mark: Mark | null;
}

/** In the order of the load; empty where it has only one stage. */
export function stageRows(report: Publication): readonly StageRow[] {
  const { result } = report;
  const words = wordsFor(report);
  const { formatCount, formatMs, formatPerSecond, formatShare } = words;
  const { stages = [], conditions, interleaved } = result;
  return stages.map((stage) => {
    const { latencyMs, requests, throughputPerSecond, errorRate } = stage.metrics;
    const before = interleaved?.stages?.find(({ number }) => number === stage.number)?.metrics;
    return {
      stage: keyOf(stage),
      load: loadOf(stage, conditions.model, words),
      requests: formatCount(requests),
      p50: latencyMs?.p50 === undefined ? null : formatMs(latencyMs.p50),
      p99: fromTo(before?.latencyMs?.p99 ?? null, latencyMs?.p99 ?? null, formatMs),
      perSecond: formatPerSecond(throughputPerSecond),
      errors: fromTo(before?.errorRate ?? null, errorRate, formatShare),
      mark: worstOf(stage, result, words),
    };
  });
}

/** `80 ms → 92 ms` where there is something before it that is told otherwise. */
function fromTo(before: number | null, now: number | null, write: (value: number) => string): string | null {
  if (now === null) return null;
  const told = before === null ? null : write(before);
  return told === null || told === write(now) ? write(now) : `${told} → ${write(now)}`;
}

/** What `load` of a row is about. */
export function loadTitle(report: Publication): string {
  const { titles } = wordsFor(report);
  return report.result.conditions.model === 'open' ? titles.offered : titles.connections;
}

/** Which stages gate; null where there is only one. */
export function gatingNote(report: Publication): string | null {
  const { stages = [], comparisons } = report.result;
  const words = wordsFor(report).notes.gating;
  if (stages.length === 0) return null;
  const declared = comparisons.flatMap(({ stage, limit, regression }) =>
    stage !== undefined && (limit !== null || regression !== null) ? [stage] : [],
  );
  const gating = stages.map(keyOf).filter((stage) => declared.includes(stage));
  if (gating.length === 0) return words.none;
  return gating.length === stages.length ? words.all : words.some(gating);
}

function keyOf(stage: Stage): string {
  return keyOfStage(stage, stage.number - 1);
}

function loadOf(
  stage: Stage,
  model: Result['conditions']['model'],
  { formatCount, formatPerSecond, formatTenths }: Words,
): string {
  const { connections, fromConnections, ratePerSecond, fromRatePerSecond, durationSeconds } = stage;
  const held =
    model === 'open'
      ? ramp(fromRatePerSecond, formatPerSecond(ratePerSecond ?? 0), formatPerSecond)
      : ramp(fromConnections, formatCount(connections), formatCount);
  return `${held}, ${formatTenths(durationSeconds)}`;
}

function ramp(from: number | undefined, to: string, write: (from: number) => string): string {
  return from === undefined ? to : `${write(from)} → ${to}`;
}

function worstOf(stage: Stage, { comparisons }: Result, words: Words): Mark | null {
  const { marks: says, row: rowWords } = words;
  const key = keyOf(stage);
  const marks = comparisons
    .filter((row) => row.stage === key)
    .flatMap((row) => {
      const mark = markOf(row, words);
      return mark === null ? [] : [{ ...mark, words: says.ofFigure(rowWords.label(row.metric), mark.words) }];
    });
  const { errors, errorRate, responses } = stage.metrics;
  const failed = allFailed(errors, errorRate, words);
  if (failed !== null) marks.push({ tone: 'bad', shape: '✕', words: failed });
  else if (responses === 0) marks.push({ tone: 'unsure', shape: '◇', words: says.noResponse });
  else if ((errorRate ?? 0) > 0) marks.push({ tone: 'warn', shape: '!', words: kindsOf(errors, words) });
  return marks.sort(byTone)[0] ?? null;
}
