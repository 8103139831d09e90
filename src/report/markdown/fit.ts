/** A text under a size limit, cut only between rows, and saying so. */

/** A text that is always there, or a list of rows of which as many are shown as there is room for. */
export type Paragraph = string | Rows;

export interface Rows {
  /** What comes before the rows: a table's head, an opening tag. */
  readonly head: string;
  /** Each without its newline. */
  readonly rows: readonly string[];
  /** What closes what the head opened. */
  readonly foot: string;
  /** Sentence that says how many rows are not shown, and where they are. */
  readonly left: (count: number) => string;
}

/**
 * Joins the blocks by empty lines into at most `limit` (of `sizeOf`, UTF-16 code units unless told otherwise). Each
 * list first gets an equal part of the room, so that none crowds out the others; what is left over goes to the first
 * ones. The fixed texts are always kept: they have to be bounded by who makes them.
 */
export function fitTo(
  blocks: readonly Paragraph[],
  limit: number,
  sizeOf = (text: string): number => text.length,
): string {
  const lists = blocks.filter((block): block is Rows => typeof block !== 'string' && block.rows.length > 0);
  const kept = blocks.filter((block) => (typeof block === 'string' ? block !== '' : block.rows.length > 0));
  const fixed = kept.map((block) => (typeof block === 'string' ? block : shell(block))).join('\n\n');
  let room = limit - sizeOf(fixed);

  const shown = new Map<Rows, number>(lists.map((list) => [list, 0]));
  const grow = (list: Rows, upTo: number): void => {
    let count = shown.get(list) ?? 0;
    let spent = 0;
    for (let row = list.rows[count]; row !== undefined; row = list.rows[count]) {
      const cost = sizeOf(`${row}\n`);
      if (spent + cost > upTo) break;
      spent += cost;
      count += 1;
    }
    shown.set(list, count);
    room -= spent;
  };

  const part = Math.floor(room / Math.max(1, lists.length));
  for (const list of lists) grow(list, part);
  for (const list of lists) grow(list, room);
  return kept
    .map((block) => (typeof block === 'string' ? block : render(block, shown.get(block) ?? 0)))
    .join('\n\n');
}

/** The room that a list takes beside its rows, at worst. */
function shell(list: Rows): string {
  return `${list.head}\n\n${list.foot}\n\n${list.left(list.rows.length)}`;
}

function render(list: Rows, count: number): string {
  const left = list.rows.length - count;
  if (count === 0) return list.left(left);
  const body = [list.head, ...list.rows.slice(0, count)].filter((line) => line !== '').join('\n');
  return [body, list.foot, left > 0 ? list.left(left) : ''].filter((part) => part !== '').join('\n\n');
}
