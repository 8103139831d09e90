/**
 * On a machine that stalls, the gate's honest word is that its own generator was too slow. Where a test is about
 * something else, what came to that is run again; whatever else it came to counts.
 */

/** Runs that the machine may spoil before one counts. */
const MOST_TRIES = 8;

/** Why a run's verdict is what it is: the action's output `causes`, or those of the result file. */
export type Causes = string | readonly { readonly code: string }[];

/** Whether the generator's saturation is among them. */
export function isSaturated(causes: Causes): boolean {
  const codes = typeof causes === 'string' ? causes.split(',') : causes.map(({ code }) => code);
  return codes.includes('generator-late');
}

/**
 * Repeats the run, told which try it is (from 1), while `again` says so of its end. The last of `most` counts as it is.
 */
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

export function repeatSaturated<T>(
  run: (nth: number) => Promise<T>,
  causesOf: (ended: T) => Causes,
): Promise<T> {
  return repeatWhile(run, (ended) => isSaturated(causesOf(ended)), MOST_TRIES);
}

class Spoilt extends Error {}

interface StepEnd {
  readonly log: string;
  readonly outputs: Readonly<Record<string, string>>;
}

/** Empty where the step had no verdict. */
export function causesOfStep({ outputs }: Pick<StepEnd, 'outputs'>): Causes {
  return outputs.causes ?? '';
}

/** By what the log says, where nobody could write the step's outputs. */
function isStepSaturated(ended: StepEnd): boolean {
  if (ended.outputs.causes === undefined) return ended.log.includes('The load generator was late');
  return isSaturated(causesOfStep(ended));
}

/** The step as it ended; one that was saturated throws what `beginningAnew` catches. */
export function refuseSaturated<T extends StepEnd>(ended: T): T {
  if (isStepSaturated(ended)) throw new Spoilt(`the machine was too busy each time:\n${ended.log}`);
  return ended;
}

/**
 * Opens something for each test of a file or a block, closes it after, and wraps those tests whose steps may be
 * refused: one that was begins anew from its first line, on what was opened for it alone. No other failure is forgiven.
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
