/** The tables of a fork's comment as Markdown. Everything that isn't a word of ours is escaped here. */
import { METRICS } from '../../config/metrics.ts';
import type { ResultFile } from '../../evidence/result-file.ts';
import { formatCount, formatMs, formatPerSecond, formatShare } from '../../judgement/format.ts';
import { asCode, asText } from '../escape.ts';
import { plural } from '../facts/fact.ts';
import { EMOJI } from '../facts/signs.ts';
import type { Rows } from '../markdown/fit.ts';
import { type Column, fold, keepTogether, table } from '../markdown/pieces.ts';
import { leftOut } from '../markdown/tables.ts';
import { type ForkFinding, forkFindings } from './findings.ts';

/** Where the rows are that a comment has no room for. */
export const ELSEWHERE = 'all of them are in the artifact of the run that measured';

const FIGURE: Column<ForkFinding> = {
  title: 'Figure',
  align: 'left',
  cell: ({ metric, endpoint }) =>
    endpoint === null ? `**${METRICS[metric].label}**` : `${METRICS[metric].label} of ${asCode(endpoint)}`,
};
const comparedBy = (interval: string): readonly Column<ForkFinding>[] => [
  { title: 'Compared with', align: 'right', cell: ({ baseline }) => figure(baseline) },
  {
    title: `Change<br><sub>${interval}</sub>`,
    align: 'right',
    cell: ({ change, interval: ends }) =>
      `${figure(change)}${ends === null ? '' : `<br><sub>${keepTogether(ends)}</sub>`}`,
  },
];
const BOUND: readonly Column<ForkFinding>[] = [
  { title: 'Limit', align: 'right', cell: ({ limit }) => figure(limit) },
  { title: 'Tolerance', align: 'right', cell: ({ tolerance }) => figure(tolerance) },
  {
    title: 'Finding',
    align: 'left',
    cell: ({ mark }) =>
      mark === null ? '–' : `${keepTogether(EMOJI[mark.tone], mark.shape)} ${asText(mark.words)}`,
  },
];
const NOW: Column<ForkFinding> = { title: 'Measured', align: 'right', cell: ({ now }) => figure(now) };

/** What was judged, and the whole's figures where nothing was. */
export function forkFigures(result: ResultFile): Rows {
  const rows = forkFindings(result);
  const compared = rows.some(({ baseline, change }) => baseline !== null || change !== null);
  const judged = rows.some(({ mark }) => mark !== null);
  const interval = result.live === null ? '90 % interval' : 'sequential interval';
  return {
    ...table([FIGURE, NOW, ...(compared ? comparedBy(interval) : []), ...(judged ? BOUND : [])], rows),
    foot: '',
    left: (count) => leftOut(count, ['figure', 'figures'], ELSEWHERE),
  };
}

type Request = ResultFile['endpoints'][number];

const REQUEST: readonly Column<Request>[] = [
  { title: 'Request', align: 'left', cell: ({ name }) => asCode(name) },
  { title: 'Requests', align: 'right', cell: ({ metrics }) => figure(formatCount(metrics.requests)) },
  { title: 'P50', align: 'right', cell: ({ metrics }) => figure(ms(metrics.latencyMs?.p50)) },
  { title: 'P99', align: 'right', cell: ({ metrics }) => figure(ms(metrics.latencyMs?.p99)) },
  {
    title: 'Rate',
    align: 'right',
    cell: ({ metrics }) => figure(formatPerSecond(metrics.throughputPerSecond)),
  },
  {
    title: 'Errors',
    align: 'right',
    cell: ({ metrics }) => figure(metrics.errorRate === null ? null : formatShare(metrics.errorRate)),
  },
];

/** The slowest first. */
export function forkRequests({ endpoints }: ResultFile): Rows {
  const slowest = [...endpoints].sort(
    (a, b) => (b.metrics.latencyMs?.p99 ?? 0) - (a.metrics.latencyMs?.p99 ?? 0),
  );
  return fold(`${plural(endpoints.length, 'kind')} of requests`, {
    ...table(REQUEST, slowest),
    foot: '',
    left: (count) => leftOut(count, ['request', 'requests'], ELSEWHERE),
  });
}

function ms(value: number | undefined): string | null {
  return value === undefined ? null : formatMs(value);
}

function figure(text: string | null): string {
  return text === null ? '–' : keepTogether(text);
}
