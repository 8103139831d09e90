/**
 * Gatling: js/stats.json of a report, and simulation.log as text (up to Gatling 3.12; later ones write it in binary),
 * by its documentation. Since 3.14 there is neither. A response time ends with the last byte, and has connecting in it.
 */
import { z } from 'zod';
import { ConfigurationError } from '../../../config/configuration-error.ts';
import type { BaselineFigures } from '../../baseline.ts';
import { figuresOfCounts } from './counted.ts';
import type { GeneratorRun } from './generator-run.ts';
import { tellApart } from './names.ts';
import { hasKeys, jsonIn, parseAs } from './parse-json.ts';
import { addPoints, type SentRequest } from './points.ts';

const ofAll = z.looseObject({ total: z.number().nonnegative(), ko: z.number().nonnegative() });
const stats = z.looseObject({
  numberOfRequests: ofAll,
  maxResponseTime: ofAll,
  meanResponseTime: ofAll,
  percentiles1: ofAll,
  percentiles2: ofAll,
  percentiles3: ofAll,
  percentiles4: ofAll,
  meanNumberOfRequestsPerSecond: ofAll,
});
type Stats = z.infer<typeof stats>;
interface Group {
  readonly type: string;
  readonly name: string;
  /** With the groups that it is in. */
  readonly path?: string | undefined;
  readonly stats: Stats;
  readonly contents?: Readonly<Record<string, Group>> | undefined;
}
const group: z.ZodType<Group> = z.looseObject({
  type: z.string(),
  name: z.string(),
  path: z.string().optional(),
  stats,
  get contents() {
    return z.record(z.string(), group).optional();
  },
});

export function looksLikeGatlingStats(text: string): boolean {
  const json = jsonIn(text);
  return hasKeys(json, 'type', 'name', 'stats') && hasKeys(json.stats, 'numberOfRequests', 'percentiles1');
}

/** Its four percentiles are 50, 75, 95 and 99, unless gatling.conf has others, which it doesn't tell. */
export function readGatlingStats(text: string, file: string): GeneratorRun {
  const whole = parseAs(group, jsonIn(text), file, 'stats.json of Gatling');
  return {
    tool: 'Gatling',
    figures: figuresOfStats(whole.stats),
    endpoints: Object.fromEntries(
      tellApart(requestsOf(whole), ({ name, path }) => ({ name, longName: path ?? name })).map(
        ([name, { stats: own }]) => [name, figuresOfStats(own)],
      ),
    ),
    doubts: [
      'has percentiles that are taken for 50, 75, 95 and 99, as Gatling has them where nothing else is configured',
    ],
  };
}

function requestsOf(one: Group): Group[] {
  const below = Object.values(one.contents ?? {}).flatMap(requestsOf);
  return one.type === 'REQUEST' ? [one, ...below] : below;
}

function figuresOfStats(own: Stats): BaselineFigures {
  const requests = own.numberOfRequests.total;
  const perSecond = own.meanNumberOfRequestsPerSecond.total;
  return figuresOfCounts({
    requests,
    failed: own.numberOfRequests.ko,
    seconds: perSecond > 0 ? requests / perSecond : 0,
    latencyAllMs: {
      mean: own.meanResponseTime.total,
      p50: own.percentiles1.total,
      p75: own.percentiles2.total,
      p95: own.percentiles3.total,
      p99: own.percentiles4.total,
      max: own.maxResponseTime.total,
    },
  });
}

export function looksLikeGatlingLog(text: string): boolean {
  // Where a simulation has assertions, these come first.
  return /^(?:ASSERTION\t[^\n]*\n)*RUN\t[^\n]*\t\d{13}\t/u.test(text);
}

/** Epoch ms. */
const INSTANT = /^\d{13}$/;
const CELLS = 7;

/** `REQUEST`, groups, name, start and end in epoch ms, `OK` or `KO`, message. */
export function readGatlingLog(text: string, file: string): GeneratorRun {
  const points = text.split('\n').flatMap((line, i): SentRequest[] => {
    const cells = line.split('\t');
    if (cells[0] !== 'REQUEST') return [];
    const [, , name = '', start = '', end = '', status] = cells;
    const [from, to] = [Number(start), Number(end)];
    const isWhole = INSTANT.test(start) && INSTANT.test(end) && from <= to && cells.length === CELLS;
    if (!isWhole || (status !== 'OK' && status !== 'KO'))
      throw new ConfigurationError(
        'a request of simulation.log has no start, end and status, or is cut off; this reads the log of Gatling 3.4 to 3.12',
        {
          file,
          line: i + 1,
        },
      );
    return [{ name, latencyMs: to - from, failed: status === 'KO', endMs: to }];
  });
  const added = addPoints(points);
  if (added === null) throw new ConfigurationError('simulation.log contains no requests', { file });
  return { tool: 'Gatling', ...added };
}
