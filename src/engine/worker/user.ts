/** A virtual user: what one connection of the load knows over all its requests, whichever socket they go out on. */

import type { Captures } from '../render.ts';
import type { UserJar } from '../users/cookies.ts';
import type { Connection } from './connection.ts';
import type { Walk } from './walk.ts';

export interface UserState {
  /** Over all workers, from 0: its row of data. */
  readonly index: number;
  connection: Connection | null;
  /** From its own login; empty where it has none. */
  captures: Captures;
  /** What it carried before its latest login, which late responses may still repeat. */
  former: readonly string[];
  /** Of the tables that have one for each user. */
  readonly rows: readonly (readonly string[])[];
  /** Which login of the run its captures and cookies are of. */
  generation: number;
  /** By login, and behind these of no login; empty without cookies. */
  jars: readonly UserJar[];
  /** What it walks through; null where it is free. */
  walk: Walk | null;
  /** Of a free one, until when it thinks before it begins anything, by the worker's clock. */
  freeAtMs: number;
  /** Since when it thinks; null while it doesn't. */
  thinksFromMs: number | null;
  /** Number of the request to which its thinking is added. */
  thinksOf: number;
  timer: NodeJS.Timeout | undefined;
}

export function createUser(index: number, rows: UserState['rows']): UserState {
  return {
    index,
    connection: null,
    captures: {},
    former: [],
    rows,
    generation: 0,
    jars: [],
    walk: null,
    freeAtMs: 0,
    thinksFromMs: null,
    thinksOf: 0,
    timer: undefined,
  };
}
