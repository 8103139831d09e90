/** Users and their data in parts, one for each worker thread. Pure. */
import type { Plan } from '../config/plan.ts';
import type { DataTable } from '../config/scenario.ts';
import type { Side } from './round.ts';
import type { WorkerOrder } from './worker/messages.ts';
import type { TablePart } from './worker/rows.ts';

/**
 * @param mostConnections of each worker: its users
 * @returns what a worker has to know of those who load
 */
export function usersOf(
  plan: Plan,
  side: Side,
  worker: number,
  mostConnections: readonly number[],
): Pick<WorkerOrder, 'flows' | 'data' | 'firstUser'> {
  const { flows, data } = plan.scenario;
  const firstUser = mostConnections.slice(0, worker).reduce((sum, users) => sum + users, 0);
  const users = { first: firstUser, count: mostConnections[worker] ?? 0 };
  const sides: readonly Side[] = plan.base === null ? ['target'] : ['target', 'base'];
  const workers = mostConnections.length;
  const share = {
    worker,
    workers,
    part: worker * sides.length + sides.indexOf(side),
    of: workers * sides.length,
  };
  return {
    firstUser,
    ...(flows && { flows }),
    ...(data && { data: data.map((table) => partOf(table, users, share)) }),
  };
}

interface Share {
  readonly worker: number;
  readonly workers: number;
  /** Of all workers of both sides. */
  readonly part: number;
  readonly of: number;
}

/**
 * A row that is taken once is one worker's, and one side's: both may write to one database. What is taken in order is
 * the same on both sides, as the mix is.
 */
function partOf(
  { name, take, rows }: DataTable,
  users: { readonly first: number; readonly count: number },
  { worker, workers, part, of }: Share,
): TablePart {
  const total = rows.length;
  switch (take) {
    case 'per-user':
      return { name, total, take, rows: rows.slice(users.first, users.first + users.count) };
    case 'once':
      return { name, total, take, rows: rows.filter((_, index) => index % of === part) };
    case 'in-order': {
      const own = rows.filter((_, index) => index % workers === worker);
      return { name, total, take, rows: own.length > 0 ? own : rows };
    }
    case 'random':
      return { name, total, take, rows };
  }
}
