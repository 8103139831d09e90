/** Rows of data as requests take them. They last as long as the thread: what was taken once is never taken again. */
import type { Take } from '../../config/scenario.ts';
import type { Random } from '../random.ts';
import type { UsedUp } from '../round.ts';
import type { TakenRows } from './walk.ts';

/** One worker's part of a table. */
export interface TablePart {
  readonly name: string;
  /** Of the whole table. */
  readonly total: number;
  readonly take: Take;
  /** Of `per-user`, those of its own users in their order; of `once` and `in-order`, those that are its own. */
  readonly rows: readonly (readonly string[])[];
}

export class DataRows {
  readonly #tables: readonly TablePart[];
  readonly #firstUser: number;
  readonly #next: number[];

  /** @param firstUser number of the worker's first user */
  constructor(tables: readonly TablePart[], firstUser: number) {
    this.#tables = tables;
    this.#firstUser = firstUser;
    this.#next = tables.map(() => 0);
  }

  /** Whether each of these tables still has a row. */
  has(tables: readonly number[]): boolean {
    return tables.every((table) => {
      const { take, rows } = this.#tables[table] as TablePart;
      return take !== 'once' || (this.#next[table] as number) < rows.length;
    });
  }

  /** The first table without a row that is left. */
  get usedUp(): UsedUp | undefined {
    const at = this.#tables.findIndex((_, table) => !this.has([table]));
    const table = this.#tables[at];
    return table && { name: table.name, rows: table.total };
  }

  /** Takes what is taken only once at once: how many are left is known before anything is sent. */
  reserve(tables: readonly number[], taken: TakenRows): void {
    for (const table of tables)
      if (this.#tables[table]?.take === 'once') taken[table] ??= this.#following(table);
  }

  /**
   * The row that a place of a template takes its value from.
   * @param taken by the same request or walk before; keeps what is taken now
   */
  row(table: number, user: number, taken: TakenRows, random: Random): readonly string[] {
    const { take, rows } = this.#tables[table] as TablePart;
    if (take === 'per-user') return this.#at(table, user - this.#firstUser);
    taken[table] ??=
      take === 'random' ? this.#at(table, random.int(0, rows.length - 1)) : this.#following(table);
    return taken[table];
  }

  /** A user's own, of the tables that have one for each. */
  ofUser(user: number): readonly (readonly string[])[] {
    return this.#tables.flatMap(({ take, rows }) =>
      take === 'per-user' ? rows.slice(user - this.#firstUser, user - this.#firstUser + 1) : [],
    );
  }

  #following(table: number): readonly string[] {
    const { take, rows } = this.#tables[table] as TablePart;
    const next = this.#next[table] as number;
    this.#next[table] = next + 1;
    return this.#at(table, take === 'once' ? next : next % rows.length);
  }

  #at(table: number, index: number): readonly string[] {
    const row = this.#tables[table]?.rows[index];
    if (row === undefined) throw new RangeError(`table ${table} has no row ${index} for this worker`);
    return row;
  }
}
