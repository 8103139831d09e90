/** The server's side of a session, round by round: what its probes would have read. */
import type { SeriesMeaning } from '../../../src/config/server-series.ts';
import type { StatementSeen, TableSeen } from '../../../src/engine/probes/readings.ts';
import type { ServerFigures, ServerSeries } from '../../../src/evidence/server/server-figures.ts';
import { generator } from '../generator.ts';
import { makeSeries, makeServer } from '../server/make-series.ts';

export const LIST = 'select * from app.expenses where owner = $1 order by id desc limit $2';
export const NAME = 'select name from app.buildings where id = $1';
export const OTHER = 'insert into app.owners (name) values ($1)';
const KEY = 'probes[0].postgres';
const ROUNDS = 16;
/** Of a round of a second. */
const REQUESTS = 300;

/** What is planted on a side; all else is as usual. */
export interface ServerPlanted {
  /** Processor time of a request, in ms. */
  readonly cpuMs?: number;
  /** At a time, on average. */
  readonly waiting?: Partial<Record<SeriesMeaning, number>>;
  readonly memoryMiB?: number;
  /** Of each statement: calls of a request, and ms of a call. */
  readonly statements?: Readonly<Record<string, readonly [calls: number, ms: number]>>;
  /** Rows of `app.expenses`, and those read sequentially for a request. */
  readonly rows?: number;
  readonly scanned?: number;
  readonly place?: string;
}

const USUAL: Required<ServerPlanted> = {
  cpuMs: 1,
  waiting: {},
  memoryMiB: 180,
  statements: { [LIST]: [0.15, 2], [NAME]: [0.3, 0.2], [OTHER]: [0.1, 1] },
  rows: 20_000,
  scanned: 0,
  place: 'one',
};
const WAITING = { 'lock-wait': 0.02, 'pool-wait': 0, collection: 0.005 } as const;

/** Rounds differ by 10 % by chance, and gauges by what one look sees of them. */
export function drawServer(planted: ServerPlanted, draw: number): ServerFigures {
  const { normal, even } = generator(draw);
  const { cpuMs, waiting, memoryMiB, statements, rows, scanned, place } = { ...USUAL, ...planted };
  const drawn = (mean: number) => Array.from({ length: ROUNDS }, () => mean * Math.exp(0.1 * normal()));
  const looks = (mean: number) =>
    Array.from({ length: ROUNDS }, () => Math.floor(mean) + Number(even() < mean % 1));
  const series = (key: string, values: readonly number[]) => makeSeries(key, values, { rounds: ROUNDS });
  const cpu: ServerSeries = { ...series('cpu', drawn((cpuMs * REQUESTS) / 1000)), role: 'cpu' };
  const requests = ROUNDS * REQUESTS;
  return makeServer(
    [
      cpu,
      { ...series('memory', drawn(memoryMiB * 2 ** 20)), role: 'memory' },
      ...Object.entries({ ...WAITING, ...waiting }).map(
        ([tells, mean]): ServerSeries => ({
          ...series(tells, tells === 'collection' ? drawn(mean) : looks(mean)),
          unit: 'number',
          tells: tells as SeriesMeaning,
        }),
      ),
    ],
    {
      rounds: Array.from({ length: ROUNDS }, () => ({ seconds: 1, requests: REQUESTS })),
      cpuPerRequest: { seconds: cpu.mean / REQUESTS, of: ['cpu'] },
      databases: [
        {
          key: KEY,
          isShared: false,
          place,
          requests,
          statements: Object.entries(statements).map(([text, [calls, ms]]): StatementSeen => {
            const count = Math.round(calls * requests * Math.exp(0.02 * normal()));
            const meanMs = ms * Math.exp(0.1 * normal());
            return {
              text,
              calls: count,
              totalMs: count * meanMs,
              squaresMs: 2 * count * meanMs ** 2,
              rows: count,
            };
          }),
          tables: [tableOf(rows, scanned * requests)],
        },
      ],
    },
  );
}

function tableOf(rows: number, sequentialRows: number): TableSeen {
  return { name: 'app.expenses', rows, sequentialRows, sequentialScans: sequentialRows / rows };
}
