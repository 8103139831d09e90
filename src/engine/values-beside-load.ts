import type { DataTable } from '../config/scenario.ts';
import { type Captures, capturedAs, writeEncoded } from './render.ts';
import type { ValueSource } from './values.ts';

/**
 * The values of a request beside the load.
 * @param user whose row is taken of a table that has one for each, and of others too, from the first one again at their
 * end; null: nobody's, and the first one of others
 */
export function valuesBesideLoad(
  { captures, tables, user }: { captures: Captures; tables: readonly DataTable[]; user: number | null },
  generated: ValueSource,
): ValueSource {
  return {
    next(part) {
      if (part.value === 'capture') {
        const value = capturedAs(part.name, captures);
        if (value === undefined) throw new Error(`"${part.name}" was never captured`);
        return writeEncoded(value, part.encoding);
      }
      if (part.value !== 'row') return generated.next(part);
      const row = rowOf(tables[part.table], user);
      if (row === undefined) throw new Error(`there is no row of ${tables[part.table]?.name} for it`);
      return writeEncoded(row[part.column] as string, part.encoding);
    },
  };
}

/** All that it could take from rows. */
export function rowsBesideLoad(tables: readonly DataTable[], user: number | null): readonly string[] {
  return tables.flatMap((table) => rowOf(table, user) ?? []);
}

function rowOf(table: DataTable | undefined, user: number | null): readonly string[] | undefined {
  const { rows = [], take } = table ?? {};
  return take === 'per-user' ? rows[user ?? -1] : rows[(user ?? 0) % rows.length];
}
