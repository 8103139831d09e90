/** The rows of the table of the server's side, in words and for no medium yet; names in it are not escaped. */
import { TAIL } from '../../config/metrics.ts';
import { CPU_PER_REQUEST, type ServerUnit } from '../../config/server-series.ts';
import type { ServerGate, ServerResult } from '../../evidence/result/server.ts';
import type { Publication } from '../report.ts';
import { type Words, wordsFor } from '../words/language.ts';
import type { Mark } from './badges.ts';

export interface ServerRow {
  readonly series: string;
  readonly mean: string;
  readonly max: string | null;
  readonly last: string | null;
  /** Of the mean, against the base or what is stored; null where there is nothing. */
  readonly change: string | null;
  /** `≤ 300 MiB, drift ≤ 5 MiB`; null where nothing is declared. */
  readonly limit: string | null;
  readonly mark: Mark | null;
}

type Series = ServerResult['series'][number];

/** A row a series, in the file's order, then what a request costs; empty without a probe. */
export function serverRows(report: Publication): readonly ServerRow[] {
  const { server, interleaved } = report.result;
  const words = wordsFor(report);
  if (server === undefined) return [];
  const base = interleaved?.server;
  const gates = server.gates ?? [];
  const rows = server.series.map((one) => rowOf(one, base, gates, words));
  const ofStages = gates
    .filter(({ stage }) => stage !== undefined)
    .map((gate): ServerRow => rowOfStage(gate, words));
  const unread = gates
    .filter(({ stage }) => stage === undefined)
    .filter(({ series }) => series !== CPU_PER_REQUEST && server.series.every(({ key }) => key !== series))
    .map(
      (gate): ServerRow => ({
        ...boundsOf(gate, words),
        series: gate.series,
        mean: '–',
        max: null,
        last: null,
        change: null,
      }),
    );
  const cost = costOf(server, base, gates, words);
  return [...rows, ...unread, ...ofStages, ...(cost ? [cost] : [])];
}

function rowOfStage(gate: ServerGate, words: Words): ServerRow {
  const { nameSeries, formatAmount } = words;
  const { series, stage, unit, mean, value, max } = gate;
  return {
    series: nameSeries(series, stage),
    mean: mean === null ? '–' : formatAmount(mean, unit),
    max: value === null || max === undefined ? null : formatAmount(value, unit),
    last: null,
    change: null,
    ...boundsOf(gate, words),
  };
}

function rowOf(
  { key, unit, mean, max, last, limit, ofMachine }: Series,
  base: ServerResult | undefined,
  gates: readonly ServerGate[],
  words: Words,
): ServerRow {
  const { formatAmount, formatUsed } = words;
  const gate = gates.find(({ series, stage }) => series === key && stage === undefined);
  const before = ofMachine ? undefined : base?.series.find((one) => one.key === key)?.mean;
  return {
    series: key,
    mean: formatAmount(mean, unit),
    max: limit === undefined ? formatAmount(max, unit) : formatUsed(max, limit, unit, words.notes.of),
    last: formatAmount(last, unit),
    change: changeOf(gate, before, mean, words),
    ...boundsOf(gate, words),
  };
}

/** `4.21 ms a request` is as many seconds for a thousand. */
function costOf(
  server: ServerResult,
  base: ServerResult | undefined,
  gates: readonly ServerGate[],
  words: Words,
): ServerRow | null {
  const now = server.perThousandRequests?.cpuSeconds;
  if (now === undefined) return null;
  const gate = gates.find(({ series }) => series === CPU_PER_REQUEST);
  return {
    series: words.nameSeries(CPU_PER_REQUEST),
    mean: words.formatAmount(now / 1000, 'seconds'),
    max: null,
    last: null,
    change: changeOf(gate, base?.perThousandRequests?.cpuSeconds, now, words),
    ...boundsOf(gate, words),
  };
}

function changeOf(
  gate: ServerGate | undefined,
  before: number | undefined,
  now: number,
  { formatChange }: Words,
): string | null {
  if (gate?.change != null) return formatChange(TAIL, gate.change);
  return before !== undefined && before > 0 ? formatChange(TAIL, now / before - 1) : null;
}

function boundsOf(gate: ServerGate | undefined, words: Words): Pick<ServerRow, 'limit' | 'mark'> {
  const { notes, formatLimit, formatPercent } = words;
  if (gate === undefined) return { limit: null, mark: null };
  const { unit, max, min, drift, regression } = gate;
  const parts = [
    max === undefined ? null : `≤ ${formatLimit(max, unit)}`,
    min === undefined ? null : `≥ ${formatLimit(min, unit)}`,
    drift === undefined ? null : notes.drift(formatLimit(drift, unit)),
    regression === undefined ? null : `+${formatPercent(regression)}`,
  ];
  return { limit: parts.filter((part) => part !== null).join(', '), mark: markOfServer(gate, words) };
}

function markOfServer({ finding, min, growth, unit }: ServerGate, words: Words): Mark {
  const { marks } = words;
  switch (finding) {
    case 'over-limit':
      return { tone: 'bad', shape: '▲', words: min === undefined ? marks.beyond.max : marks.beyondLimit };
    case 'drifted':
      return {
        tone: 'bad',
        shape: '▲',
        words: marks.grew(growth === null ? null : growthOf(growth, unit, words)),
      };
    case 'regressed':
      return { tone: 'bad', shape: '▲', words: marks.regressed };
    case 'undecided':
      return { tone: 'unsure', shape: '◇', words: marks.undecided };
    case 'not-comparable':
      return { tone: 'unsure', shape: '✕', words: marks.notComparable };
    case 'improved':
      return { tone: 'good', shape: '▼', words: marks.improved };
    case 'within':
      return { tone: 'calm', shape: '✓', words: marks.within };
  }
}

function growthOf(growth: number, unit: ServerUnit, { formatGrowth }: Words): string {
  return formatGrowth(growth, unit).replace(/^\+/, '');
}

/** What stands under the table: the machine, and how series went; null where there is nothing to say. */
export function serverNote(report: Publication): string | null {
  const { server } = report.result;
  const { notes, formatAmount, formatGrowth } = wordsFor(report);
  if (server === undefined || server.series.length === 0) return null;
  const { cores, memoryBytes } = server.machine ?? {};
  const machine = [
    cores === undefined ? null : formatAmount(cores, 'cores'),
    memoryBytes === undefined ? null : notes.memory(formatAmount(memoryBytes, 'bytes')),
  ].filter((part) => part !== null);
  const bytes = server.perThousandRequests?.bytes;
  const trends = server.series.filter(isWorthTelling).map(({ key, unit, trendPerHour = 0 }) => {
    return notes.anHour(key, formatGrowth(trendPerHour, unit));
  });
  const parts = [
    machine.length === 0 ? null : notes.machine(machine),
    server.series.some(({ ofMachine }) => ofMachine) ? notes.loadOnMachine : null,
    trends.length === 0 ? null : notes.trends(trends.slice(0, 6)),
    bytes === undefined ? null : notes.perThousand(formatGrowth(bytes, 'bytes')),
  ].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.join(' ');
}

/** Of its mean, over what was read. What others do on the machine is no trend of the service. */
const WORTH_TELLING = 0.05;

function isWorthTelling({ trendPerHour, trendInterval, ofMachine, samples, mean }: Series): boolean {
  if (trendPerHour === undefined || trendInterval === undefined || ofMachine) return false;
  const [low, high] = trendInterval;
  const hours = ((samples.at(-1)?.[0] ?? 0) - (samples[0]?.[0] ?? 0)) / 3600;
  return (low > 0 || high < 0) && Math.abs(trendPerHour * hours) >= WORTH_TELLING * Math.abs(mean);
}

/** What the means are compared with; null where nothing is. */
export function changeTitle(report: Publication): string | null {
  const { interleaved, server } = report.result;
  const { titles } = wordsFor(report);
  if (interleaved?.server !== undefined) return titles.againstBase;
  return (server?.gates ?? []).some(({ change }) => change !== null) ? titles.againstBaseline : null;
}
