import type { DataTable } from '../scenario.ts';

/** The file's data by name. What no template takes a value of never gets into the plan. */
export class Tables {
  readonly #all: ReadonlyMap<string, DataTable>;
  readonly #taken: string[] = [];
  readonly #found = new Map<string, number>();

  constructor(all: ReadonlyMap<string, DataTable>) {
    this.#all = all;
  }

  find(name: string): DataTable | null {
    return this.#all.get(name) ?? null;
  }

  /** Index into the plan's data. @param name of one that is there */
  take(name: string): number {
    const known = this.#taken.indexOf(name);
    return known < 0 ? this.#taken.push(name) - 1 : known;
  }

  /** The plan's data. */
  taken(): readonly DataTable[] {
    return this.#taken.map((name) => this.#all.get(name) as DataTable);
  }

  /** All values that may stand at a place. @param table index into what is taken */
  valuesAt({ table, column }: { readonly table: number; readonly column: number }): readonly string[] {
    return this.taken()[table]?.rows.map((row) => row[column] as string) ?? [];
  }

  /** Index of the first row whose value a pattern fits, −1 where none is; looked for once, however often asked. */
  firstRow(place: { readonly table: number; readonly column: number }, pattern: RegExp): number {
    const key = `${place.table} ${place.column} ${pattern.source}`;
    const row = this.#found.get(key) ?? this.valuesAt(place).findIndex((value) => pattern.test(value));
    this.#found.set(key, row);
    return row;
  }

  /** Names of those that nothing takes a value of. */
  idle(): readonly string[] {
    return [...this.#all.keys()].filter((name) => !this.#taken.includes(name));
  }

  /** `users.email`, of each. */
  listColumns(): readonly string[] {
    return [...this.#all].flatMap(([name, { columns }]) => columns.map((column) => `${name}.${column}`));
  }
}
