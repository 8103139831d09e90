import type { Explanation } from '../../evidence/result/why.ts';
import type { Asked } from './asked.ts';
import { explainByStatement } from './by-statement.ts';
import { MOST_NAMED } from './standing-out.ts';

type TableMoved = Extract<Explanation, { kind: 'table' }>;

/** Rows for each request; fewer are read in a moment, from a small table often sooner than by an index. */
const FEWEST_ROWS = 50;

/**
 * Tables that statements which got slower name, and that are read from their beginning more than before, or are larger.
 * By themselves they say little: how long it takes is what the statements tell.
 */
export function explainByTable({ server }: Pick<Asked, 'server'>): TableMoved[] {
  if (server === null) return [];
  const statements = explainByStatement({ server });
  return server.databases
    .flatMap(({ base, target }) =>
      target.tables.flatMap((own): TableMoved[] => {
        const other = base.tables.find(({ name }) => name === own.name);
        const named = statements.find(({ key, text }) => key === target.key && names(text, own.name));
        if (other === undefined || named === undefined) return [];
        if (!named.isSlower && named.callsBefore > 0) return [];
        const rowsBefore = other.sequentialRows / base.requests;
        const rowsAfter = own.sequentialRows / target.requests;
        const isScanned = rowsAfter >= FEWEST_ROWS && server.exceeds(rowsBefore, rowsAfter);
        const isLarger = own.rows >= FEWEST_ROWS && server.exceedsSpread(other.rows, own.rows);
        if (!isScanned && !isLarger) return [];
        return [
          {
            kind: 'table',
            key: target.key,
            table: own.name,
            share: named.share,
            rowsBefore,
            rowsAfter,
            sizeBefore: other.rows,
            sizeAfter: own.rows,
            isScanned,
            isLarger,
          },
        ];
      }),
    )
    .slice(0, MOST_NAMED);
}

/** Whether a statement has the table's name, with its schema or without. */
function names(text: string, table: string): boolean {
  const bare = table.slice(table.indexOf('.') + 1);
  const words: readonly string[] = text.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? [];
  return words.includes(bare.toLowerCase());
}
