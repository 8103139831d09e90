import type { ProcessSeen } from './process-tree.ts';

/** What a process came to, by when it was last seen; with its pid its start tells it from a later one. */
type Known = Pick<ProcessSeen, 'ticks' | 'reapedTicks'>;

/**
 * Adds up the processor time of a process and its children from look to look. What a child did that has ended becomes
 * its parent's, once that has asked after it: all of it at once, of which most was counted while the child was there.
 */
export class ProcessorTime {
  #known: Map<string, Known> | null = null;
  /** Of children that were there and are no more, and for which no parent has answered yet. */
  #owed = 0;
  #usedTicks = 0;

  /** In ticks, since the first look. */
  get usedTicks(): number {
    return this.#usedTicks;
  }

  /** Another process took the place of the one that was looked at. */
  forget(): void {
    this.#known = null;
    this.#owed = 0;
  }

  /** @param tree all of them, as they are now */
  add(tree: readonly ProcessSeen[]): void {
    const before = this.#known;
    const now = new Map(tree.map((one): [string, ProcessSeen] => [`${one.pid} ${one.startTicks}`, one]));
    this.#known = now;
    if (before === null) return;
    let [own, reaped] = [0, 0];
    for (const [key, { ticks, reapedTicks }] of now) {
      const then = before.get(key) ?? NOTHING;
      own += Math.max(0, ticks - then.ticks);
      reaped += Math.max(0, reapedTicks - then.reapedTicks);
    }
    const missing = [...before].filter(([key]) => !now.has(key));
    const owed = this.#owed + missing.reduce((sum, [, one]) => sum + one.ticks + one.reapedTicks, 0);
    this.#usedTicks += own + Math.max(0, reaped - owed);
    // Who asks after a child a moment later has it in the next look. Who never does, as where signals of children are
    // ignored, or where they have found another parent, owes nothing any more by then.
    this.#owed = missing.length > 0 ? Math.max(0, owed - reaped) : 0;
  }
}

const NOTHING: Known = { ticks: 0, reapedTicks: 0 };
