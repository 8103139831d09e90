/** What a new run would be held to by a history, figure by figure. */
import { HEADLINE_METRICS, METRICS, TAIL } from '../../config/metrics.ts';
import { partOf, WHOLE } from '../../config/scope.ts';
import { recordsOfMachine } from '../../evidence/history/machine.ts';
import { selectAsNewest } from '../../evidence/history/select-records.ts';
import { seriesOf } from '../../evidence/history/series.ts';
import { type FigureOutlook, outlookOf } from '../../judgement/regressions/history/outlook.ts';
import { SETTLED_FROM } from '../../judgement/regressions/history/regimes.ts';
import { clean, truncate } from '../escape.ts';
import { paint, wrap } from '../terminal/columns.ts';
import type { TerminalOptions } from '../terminal/tables.ts';
import { formatChange, formatFigure, plural } from '../words/format.ts';
import { type Suite, skippedLines } from './list.ts';
import { drawSparkline } from './sparkline.ts';

/** Endpoints that are shown, the most frequent first; all are in the JSON. */
const ENDPOINTS = 20;

interface SuiteOutlook {
  readonly suite: string;
  /** Runs that the figures come from, and those that are left out. */
  readonly comparable: number;
  readonly excluded: number;
  readonly leftOut: number;
  /** Comparable but for their machine, where machines are mixed: the figures are those of the newest run's. */
  readonly otherMachines: number;
  /** The whole's headline figures, then the P99 of each request, the most frequent first. */
  readonly figures: readonly FigureOutlook[];
}

export function outlookOfSuite({ suite, records }: Suite): SuiteOutlook {
  const { comparable: all, excluded, leftOut } = selectAsNewest(records);
  const { records: comparable, others } = recordsOfMachine(all, all.at(-1)?.conditions.machine ?? null);
  const whole = HEADLINE_METRICS.map((metric) =>
    outlookOf(metric, WHOLE, seriesOf(comparable, metric, null)),
  );
  const endpoints = (comparable.at(-1)?.endpoints ?? [])
    .toSorted((a, b) => b.requests - a.requests)
    .map(({ name, flow }) =>
      outlookOf(TAIL, partOf({ endpoint: name, flow }), seriesOf(comparable, TAIL, name)),
    );
  return {
    suite,
    comparable: comparable.length,
    excluded: excluded.length,
    leftOut: leftOut.length,
    otherMachines: others,
    figures: [...whole, ...endpoints],
  };
}

export function renderOutlook(suite: Suite, place: string, options: TerminalOptions): string {
  const { comparable, excluded, leftOut, otherMachines, figures } = outlookOfSuite(suite);
  const counts = `${plural(comparable, 'comparable run')}, ${excluded} not used for comparison, ${leftOut} under other conditions${otherMachines > 0 ? `, ${otherMachines} on machines other than the newest` : ''}`;
  const whole = figures.filter(({ endpoint }) => endpoint === null);
  const endpoints = figures.filter(({ endpoint }) => endpoint !== null);
  const more = endpoints.length - ENDPOINTS;
  return [
    `${clean(`${suite.suite} in ${place}`)}: ${counts}`,
    ...[...whole, ...endpoints.slice(0, ENDPOINTS)].map((figure) => describe(figure, options).join('\n')),
    ...(more > 0 ? [`and ${plural(more, 'further request')}: see --json`] : []),
    ...skippedLines([suite]),
  ].join('\n\n');
}

function describe(figure: FigureOutlook, options: TerminalOptions): string[] {
  const { metric, endpoint, points, stretches } = figure;
  const name =
    endpoint === null
      ? METRICS[metric].label
      : `${METRICS[metric].label} of ${figure.flow ? 'the flow ' : ''}${truncate(clean(endpoint), 60)}`;
  const line = drawSparkline(
    points.map(({ value }) => value),
    stretches.map(({ start }) => start),
  );
  const changes = stretches.flatMap(({ change, since, commit, typical, runs, machines }) =>
    change === null
      ? []
      : [
          `${since.slice(0, 10)}  ${formatChange(metric, change)} to ${formatFigure(metric, typical)} in ${plural(runs, 'run')}, from commit ${commit?.slice(0, 10) ?? 'unknown'} on${machines === null ? '' : `; measured from a different machine since then (${clean(machines.since)}, before ${clean(machines.before)})`}`,
        ],
  );
  const texts = [...(line === '' ? [] : [line]), ...changes, ...state(figure)];
  return [
    paint(name, 'bold', options.colour),
    ...texts.flatMap((text) => wrap(text, Math.max(20, options.width - 2)).map((part) => `  ${part}`)),
  ];
}

function state({ metric, runs, unsettled, use, typical, limit, ...figure }: FigureOutlook): string[] {
  const seen =
    typical === null ? 'no run' : `typical ${formatFigure(metric, typical)} in ${plural(runs, 'run')}`;
  const bound = METRICS[metric].bound === 'min' ? 'at least' : 'at most';
  const held =
    limit === null
      ? ''
      : `; a new run has to be ${bound} ${formatFigure(metric, limit)}${furtherThan(metric, typical, limit)}, or within the declared tolerance if that is wider`;
  const until = {
    // The records don't tell what tailgate.yml declares.
    gates:
      figure.endpoint === null ? 'gates' : `gates if gate.${figure.flow ? 'flows' : 'endpoints'} declares it`,
    advises: `only warns: ${plural(figure.untilGates, 'more run')} until it gates`,
    'not-enough': `not enough: ${plural(figure.untilAdvises, 'more run')} until it warns, ${figure.untilGates} until it gates`,
  }[use];
  const left =
    unsettled > 0
      ? [
          `the newest ${plural(unsettled, 'run')} left out: ${SETTLED_FROM} beyond halfway would confirm a change`,
        ]
      : [];
  return [`${seen}${held}`, until, ...left];
}

/** ` (+18.3 %)`: how far the limit is from what is typical, to be held against a tolerance. */
function furtherThan(metric: FigureOutlook['metric'], typical: number | null, limit: number): string {
  const isRelative = METRICS[metric].scale === 'log';
  if (typical === null || (isRelative && typical === 0)) return '';
  return ` (${formatChange(metric, isRelative ? limit / typical - 1 : limit - typical)})`;
}
