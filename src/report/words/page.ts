/** What the report's page says around its charts; its sentences about the run are those of the comment. */
import type { ServerUnit } from '../../config/server-series.ts';
import type { CourseEvent } from '../../evidence/result/course.ts';

interface Titled {
  readonly title: string;
  readonly about: string;
}

type Units = Readonly<Record<ServerUnit, string>>;
type Events = Readonly<Record<CourseEvent['kind'], string>>;

const UNITS: Units = {
  cores: 'CPU cores',
  bytes: 'memory',
  connections: 'connections',
  'per second': 'rates',
  'bytes per second': 'bytes per second',
  seconds: 'times',
  share: 'shares',
  number: 'numbers',
};

const EVENTS: Events = {
  'logged-in-again': 'logged in again',
  'connections-lost': 'connections lost',
  silent: 'no success',
  stalled: 'stalled round',
  'target-lost': 'target lost',
};

const titled = (title: string, about: string): Titled => ({ title, about });

export const PAGE_WORDS = {
  allRequests: 'All requests',
  percentile: 'Percentile',
  latency: 'Latency',
  shareOfRequests: 'Share of requests',
  seconds: 'Seconds of load',
  errorsPerSecond: 'Errors per second',
  distribution: titled(
    'Latency by percentile',
    'Each further nine leaves a tenth of the requests. Successes and timeouts count; a line ends where no request is beyond it.',
  ),
  shares: titled(
    'Share of requests by latency',
    'The share of all requests that took no longer. A line further to the left is faster.',
  ),
  courseLatency: (ofSearch: boolean) =>
    titled(
      'Latency over the load',
      `P99 is the solid line and P50 the dashed one${ofSearch ? ', step by step of the search' : ''}. Drag over a stretch to zoom; all charts of the load follow.`,
    ),
  courseThroughput: titled('Throughput over the load', 'Successes per second.'),
  courseErrors: (hasBase: boolean) =>
    titled('Errors over the load', `By kind, per second${hasBase ? '; the base’s lines are dashed' : ''}.`),
  comparedLatency: titled(
    'P99 over the load',
    'Each run is shown on its own clock. Drag across a chart to zoom; all charts of the load follow.',
  ),
  comparedErrors: titled('Errors over the load', 'All kinds together, per second.'),
  ofBase: (series: string) => `${series} (base)`,
  serverSide: (unit: string) => `Server’s side: ${unit}`,
  serverAbout: (hasBase: boolean, left: number) =>
    `On the same clock as the load${hasBase ? '; the base’s lines are dashed' : ''}.${left > 0 ? ` ${left} more series are in the result file.` : ''}`,
  units: UNITS,
  events: EVENTS,
  blocks: {
    rounds: titled(
      'Change block by block',
      'Each block measures both sides once, and a coin decides which is first. The band is the tolerance.',
    ),
    passes: titled(
      'Change pass by pass',
      'Each pass goes through all stages on both sides, and a coin decides which is first. The band is the tolerance.',
    ),
  },
  block: { rounds: 'Block', passes: 'Pass' },
  targetFirst: 'target first',
  baseFirst: 'base first',
  comparison: 'Figures, limits and changes',
  latencies: 'Latency',
  load: 'Over the load',
  stages: 'Stages',
  steps: 'Steps of the search',
  gates: 'Changes with their intervals',
  gatesAbout:
    'The line in the middle means no change, the band is the tolerance, and worse is to the right. Each scale spans several tolerances.',
  byRequest: 'P99 of each request',
  byRequestAbout:
    'From the base to the target, over all rounds together, with a 90 % interval from the spread within the rounds. It decides nothing: for that, declare the request in the gate.',
  scale: 'Better … worse',
  causes: (count: number) => (count === 1 ? 'Cause' : 'Causes'),
  docs: 'In the documentation',
  figures: 'Figures of this chart',
  choose: 'Show',
  wholeRange: 'Whole range',
  zoomHelp: 'Arrow keys move the cursor, + and − zoom, Escape shows the whole range.',
  drawingOf: 'Chart',
  eventsOf: 'Events',
  noScript:
    'The charts need JavaScript, which this browser does not run. Everything else on this page works without it.',
  command: 'The command that reproduces this',
  more: (count: number) => `${count} more are in the result file.`,
};
