/** The rows of the table of the server's side, in words and for no medium yet; names in it are not escaped. */
import { CPU_PER_REQUEST, type ServerUnit } from '../../config/server-series.ts';

import type { ServerGate, ServerResult } from '../../evidence/result/server.ts';
import type { Publication } from '../report.ts';
import { formatAmount, formatGrowth, formatLimit } from '../words/amounts.ts';
import { formatMeanChange, nameSeries } from '../words/server.ts';
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
export function serverRows({ result }: Publication): readonly ServerRow[] {
  const { server, interleaved } = result;
  if (server === undefined) return [];
  const base = interleaved?.server;
  const gates = server.gates ?? [];
  const rows = server.series.map((one) => rowOf(one, base, gates));
  const ofStages = gates
    .filter(({ stage }) => stage !== undefined)
    .map((gate): ServerRow => rowOfStage(gate));
  const unread = gates
    .filter(({ stage }) => stage === undefined)
    .filter(({ series }) => series !== CPU_PER_REQUEST && server.series.every(({ key }) => key !== series))
    .map(
      (gate): ServerRow => ({
        ...boundsOf(gate),
        series: gate.series,
        mean: '–',
        max: null,
        last: null,
        change: null,
      }),
    );
  const cost = costOf(server, base, gates);
  return [...rows, ...unread, ...ofStages, ...(cost ? [cost] : [])];
}

function rowOfStage(gate: ServerGate): ServerRow {
  const { series, stage, unit, mean, value, max } = gate;
  return {
    series: nameSeries(series, stage),
    mean: mean === null ? '–' : formatAmount(mean, unit),
    max: value === null || max === undefined ? null : formatAmount(value, unit),
    last: null,
    change: null,
    ...boundsOf(gate),
  };
}

function rowOf(
  { key, unit, mean, max, last, limit, ofMachine }: Series,
  base: ServerResult | undefined,
  gates: readonly ServerGate[],
): ServerRow {
  const gate = gates.find(({ series, stage }) => series === key && stage === undefined);
  const before = ofMachine ? undefined : base?.series.find((one) => one.key === key)?.mean;
  const most = formatAmount(max, unit);
  return {
    series: key,
    mean: formatAmount(mean, unit),
    max: limit === undefined ? most : `${most.replace(/ cores?$/, '')} of ${formatLimit(limit, unit)}`,
    last: formatAmount(last, unit),
    change: changeOf(gate, before, mean),
    ...boundsOf(gate),
  };
}

/** `4.21 ms a request` is as many seconds for a thousand. */
function costOf(
  server: ServerResult,
  base: ServerResult | undefined,
  gates: readonly ServerGate[],
): ServerRow | null {
  const now = server.perThousandRequests?.cpuSeconds;
  if (now === undefined) return null;
  const gate = gates.find(({ series }) => series === CPU_PER_REQUEST);
  return {
    series: nameSeries(CPU_PER_REQUEST),
    mean: formatAmount(now / 1000, 'seconds'),
    max: null,
    last: null,
    change: changeOf(gate, base?.perThousandRequests?.cpuSeconds, now),
    ...boundsOf(gate),
  };
}

function changeOf(gate: ServerGate | undefined, before: number | undefined, now: number): string | null {
  if (gate?.change != null) return formatMeanChange(gate.change);
  return before !== undefined && before > 0 ? formatMeanChange(now / before - 1) : null;
}

function boundsOf(gate: ServerGate | undefined): Pick<ServerRow, 'limit' | 'mark'> {
  if (gate === undefined) return { limit: null, mark: null };
  const { unit, max, min, drift, regression } = gate;
  const parts = [
    max === undefined ? null : `≤ ${formatLimit(max, unit)}`,
    min === undefined ? null : `≥ ${formatLimit(min, unit)}`,
    drift === undefined ? null : `drift ≤ ${formatLimit(drift, unit)}`,
    regression === undefined ? null : formatMeanChange(regression).replace(/\.0(?= )/, ''),
  ];
  return { limit: parts.filter((part) => part !== null).join(', '), mark: markOfServer(gate) };
}

function markOfServer({ finding, min, growth, unit }: ServerGate): Mark {
  switch (finding) {
    case 'over-limit':
      return { tone: 'bad', shape: '▲', words: min === undefined ? 'over limit' : 'beyond its limit' };
    case 'drifted':
      return {
        tone: 'bad',
        shape: '▲',
        words: `grew${growth === null ? '' : ` by ${growthOf(growth, unit)}`}`,
      };
    case 'regressed':
      return { tone: 'bad', shape: '▲', words: 'regressed' };
    case 'undecided':
      return { tone: 'unsure', shape: '◇', words: 'undecided' };
    case 'not-comparable':
      return { tone: 'unsure', shape: '✕', words: 'not comparable' };
    case 'improved':
      return { tone: 'good', shape: '▼', words: 'improved' };
    case 'within':
      return { tone: 'calm', shape: '✓', words: 'within' };
  }
}

function growthOf(growth: number, unit: ServerUnit): string {
  return formatGrowth(growth, unit).replace(/^\+/, '');
}

/** What stands under the table: the machine, and how series went; null where there is nothing to say. */
export function serverNote({ result: { server } }: Publication): string | null {
  if (server === undefined || server.series.length === 0) return null;
  const { cores, memoryBytes } = server.machine ?? {};
  const machine = [
    cores === undefined ? null : formatAmount(cores, 'cores'),
    memoryBytes === undefined ? null : `${formatAmount(memoryBytes, 'bytes')} of memory`,
  ].filter((part) => part !== null);
  const bytes = server.perThousandRequests?.bytes;
  const trends = server.series.filter(isWorthTelling).map(({ key, unit, trendPerHour = 0 }) => {
    return `${key} ${formatGrowth(trendPerHour, unit)} an hour`;
  });
  const parts = [
    machine.length === 0 ? null : `The machine has ${machine.join(' and ')}.`,
    trends.length === 0 ? null : `By their trend: ${trends.slice(0, 6).join(', ')}.`,
    bytes === undefined ? null : `Memory by its trend: ${formatGrowth(bytes, 'bytes')} for 1,000 requests.`,
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
export function changeTitle({ result: { interleaved, server } }: Publication): string | null {
  if (interleaved?.server !== undefined) return 'Change against the base';
  return (server?.gates ?? []).some(({ change }) => change !== null) ? 'Change against the baseline' : null;
}
