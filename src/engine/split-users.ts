/** Users and their data in parts, one for each worker thread. Pure. */
import { ConfigurationError } from '../config/configuration-error.ts';
import { modelOf, mostConnections as mostOf } from '../config/load/whole-load.ts';
import type { Plan } from '../config/plan.ts';
import type { DataTable } from '../config/scenario.ts';
import { type Shard, sharesBefore } from '../config/shard.ts';
import type { Side } from './round.ts';
import type { WorkerOrder } from './worker/messages.ts';
import type { TablePart } from './worker/rows.ts';

/**
 * What each worker has to know of those who load.
 * @param mostConnections of each worker: its users
 * @param shard whose workers they are; the users and rows of all shards are numbered one after the other
 * @throws ConfigurationError where rows are taken once, and there aren't as many as there are workers of all sides
 */
export function splitUsers(
  plan: Plan,
  side: Side,
  mostConnections: readonly number[],
  shard: Shard = ALONE,
): readonly Users[] {
  return mostConnections.map((_, worker) => usersOf(plan, side, { worker, mostConnections, shard }));
}

const ALONE: Shard = { index: 1, of: 1 };

type Users = Pick<WorkerOrder, 'flows' | 'data' | 'firstUser' | 'mostConnections'>;

interface Own {
  readonly worker: number;
  readonly mostConnections: readonly number[];
  readonly shard: Shard;
}

function usersOf(plan: Plan, side: Side, { worker, mostConnections, shard }: Own): Users {
  const { flows, data } = plan.scenario;
  const all = shard.of === 1 ? sum(mostConnections) : mostOf(plan.load);
  const before = sharesBefore(all, shard) + sum(mostConnections.slice(0, worker));
  const own = mostConnections[worker] ?? 0;
  const sides: readonly Side[] = plan.base === null ? ['target'] : ['target', 'base'];
  const share: Share = {
    worker,
    workers: mostConnections.length,
    side: sides.indexOf(side),
    sides: sides.length,
    shard,
    ...takenBy(plan, { worker, mostConnections, shard }, { before, own, all }),
  };
  return {
    firstUser: before,
    mostConnections: own,
    ...(flows && { flows }),
    ...(data && { data: data.map((table) => partOf(table, { first: before, count: own }, share)) }),
  };
}

/** Which part of all requests it takes. At a rate, shards and their threads have the same of it, see split-load.ts. */
function takenBy(
  { load }: Plan,
  { worker, mostConnections, shard: { index, of } }: Own,
  users: { readonly before: number; readonly own: number; readonly all: number },
): Pick<Share, 'from' | 'to'> {
  if (of === 1 || modelOf(load) === 'closed')
    return { from: users.before / users.all, to: (users.before + users.own) / users.all };
  const endOf = (workers: number) => (index - 1 + workers / mostConnections.length) / of;
  return { from: endOf(worker), to: endOf(worker + 1) };
}

interface Share {
  readonly worker: number;
  readonly workers: number;
  readonly side: number;
  readonly sides: number;
  readonly shard: Shard;
  /** Of the load, as portions of all: 0…1. */
  readonly from: number;
  readonly to: number;
}

/**
 * A row that is taken once is one worker's, and one side's: both may write to one database. Of them each worker has the
 * share that it has of all requests, since they take them. What is taken in order is the same on both sides, as the
 * mix is.
 */
function partOf(
  { name, take, rows }: DataTable,
  users: { readonly first: number; readonly count: number },
  { worker, workers, side, sides, shard, from, to }: Share,
): TablePart {
  const total = rows.length;
  switch (take) {
    case 'per-user':
      return { name, total, take, rows: rows.slice(users.first, users.first + users.count) };
    case 'once': {
      const ofSide = rows.filter((_, index) => index % sides === side);
      const own = ofSide.slice(Math.round(ofSide.length * from), Math.round(ofSide.length * to));
      const takers = workers * shard.of;
      if (total < takers * sides || own.length === 0) throw tooFew(name, total, takers, sides);
      return { name, total, take, rows: own };
    }
    case 'in-order': {
      const first = shard.index - 1 + shard.of * worker;
      const own = rows.filter((_, index) => index % (workers * shard.of) === first);
      return { name, total, take, rows: own.length > 0 ? own : rows };
    }
    case 'random':
      return { name, total, take, rows };
  }
}

function tooFew(name: string, rows: number, workers: number, sides: number): ConfigurationError {
  const threads = sides > 1 ? `${workers} threads on each of the two sides` : `${workers} threads`;
  return new ConfigurationError(
    `has too few rows (${rows}) for ${threads}, each of which takes its own rows once: add rows, use fewer connections, or write take: in-order`,
    { key: `scenario.data.${name}` },
  );
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
