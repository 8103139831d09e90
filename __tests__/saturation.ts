/**
 * On a machine that stalls, the gate's honest word is that its own generator was too slow. Where a test is about something
 * else, what came to that is run again; whatever else it came to counts.
 */

/** Runs that the machine may spoil before one counts. */
const MOST_TRIES = 8;

/** Whether this verdict, in a reason, a log or a table of any width, is the generator's saturation. */
export function tellsSaturation(text: string): boolean {
  return text.replaceAll(/\s+/g, ' ').includes('The load generator was saturated');
}

/** Repeats the run, told which try it is (from 1), while `again` says so of its end. The last of `most` counts as it is. */
export async function repeatWhile<T>(
  run: (nth: number) => Promise<T>,
  again: (ended: T) => boolean,
  most: number,
): Promise<T> {
  for (let nth = 1; ; nth++) {
    const ended = await run(nth);
    if (nth === most || !again(ended)) return ended;
  }
}

export function repeatSaturated<T>(run: (nth: number) => Promise<T>, told: (ended: T) => string): Promise<T> {
  return repeatWhile(run, (ended) => tellsSaturation(told(ended)), MOST_TRIES);
}

class Spoilt extends Error {}

/** The step as it ended; one that was saturated throws what `beginningAnew` catches. */
export function refuseSaturated<T extends { readonly log: string }>(ended: T): T {
  if (tellsSaturation(ended.log)) throw new Spoilt(`the machine was too busy each time:\n${ended.log}`);
  return ended;
}

/**
 * Opens something for each test of a file or a block, closes it after, and wraps those tests whose steps may be refused: one
 * that was begins anew from its first line, on what was opened for it alone. No other failure is forgiven.
 */
export function beginningAnew(open: () => Promise<void>, close: () => Promise<void>) {
  beforeEach(open);
  afterEach(close);
  return <Row extends unknown[]>(test: (...row: Row) => Promise<void>) =>
    async (...row: Row): Promise<void> => {
      for (let nth = 1; ; nth++) {
        try {
          return await test(...row);
        } catch (error) {
          if (!(error instanceof Spoilt) || nth === MOST_TRIES) throw error;
        }
        await close();
        await open();
      }
    };
}
