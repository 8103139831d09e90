import { setTimeout as sleep } from 'node:timers/promises';
import type { PlannedFault, TimedCommand } from '../../config/plan.ts';
import { type CommandEnd, leaveCommand, type RunningCommand, startCommand } from '../shell-command.ts';
import type { FaultTaken, FaultTrouble } from './fault-taken.ts';
import { type FaultTold, tellBegun, tellEnd } from './tell-command.ts';

/** Longer than a container takes to stop that has to be killed. */
const LIMIT_MS = 30_000;
/** Once the run is cancelled: for the fault's own command to end by itself, and for what undoes it. */
const LAST_MOMENT_MS = 1000;
const CANCEL_MS = 3000;

interface FaultOptions extends FaultTold {
  /** Aborted when the run is cancelled: the fault is undone at once. */
  readonly signal: AbortSignal;
  /** Of measured time. */
  readonly loadMs: number;
  /** Told just before the fault. */
  onBegin(): void;
  /** Of each command. */
  readonly limitMs?: number;
}

/**
 * A fault on purpose in one load: gives its command at its moment, and what undoes it at another; or earlier, where the
 * load ends before or is cancelled, and at the latest when this process ends. What has begun is undone once.
 */
export class FaultRun {
  readonly #fault: PlannedFault;
  readonly #options: FaultOptions;
  readonly #timers: NodeJS.Timeout[] = [];
  readonly #troubles: FaultTrouble[] = [];
  #measuringMs = 0;
  #startMs: number | null = null;
  #overMs: number | null = null;
  readonly #running = new Map<FaultTrouble['command'], RunningCommand>();
  /** Until the fault's own command has ended. */
  #own: Promise<void> | null = null;
  /** Until it is undone. */
  #undone: Promise<void> | null = null;
  #endIsGiven = false;
  readonly #onAbort = () => void this.#hurry();
  readonly #onExit = () => this.#leave();

  constructor(fault: PlannedFault, options: FaultOptions) {
    this.#fault = fault;
    this.#options = options;
  }

  /** It has begun, and the load goes on. */
  get isUnderWay(): boolean {
    return (
      this.#startMs !== null && !this.#options.signal.aborted && this.#sinceStartMs() < this.#options.loadMs
    );
  }

  /** The measured time begins now. */
  measuring(): void {
    const { start, end } = this.#fault;
    const { signal } = this.#options;
    if (signal.aborted) return;
    this.#measuringMs = performance.now();
    signal.addEventListener('abort', this.#onAbort);
    this.#timers.push(setTimeout(() => this.#begin(), start.atMs));
    if (end !== null) this.#timers.push(setTimeout(() => void this.#undo(), end.atMs));
  }

  /** The load is over: what is left is undone and waited for; not for long where the run is cancelled. */
  async finish(): Promise<FaultTaken> {
    const { signal } = this.#options;
    this.#timers.forEach(clearTimeout);
    await Promise.race([this.#undo(), cancelledFor(CANCEL_MS, signal)]);
    signal.removeEventListener('abort', this.#onAbort);
    process.off('exit', this.#onExit);
    const cutShort = [...this.#running.keys()].map(
      (command): FaultTrouble => ({ command, how: 'cut-short', exitCode: null }),
    );
    const troubles = [...this.#troubles, ...cutShort];
    return { startMs: this.#startMs, overMs: this.#overMs, troubles };
  }

  #begin(): void {
    if (this.#own !== null || this.#undone !== null) return;
    process.once('exit', this.#onExit);
    this.#options.onBegin();
    this.#startMs = this.#sinceStartMs();
    const { start, end } = this.#fault;
    this.#own = this.#give('fault', start).then(() => {
      if (end === null) this.#overMs = this.#sinceStartMs();
    });
  }

  /** After the fault's own command, for both may be about the same thing. */
  #undo(): Promise<void> {
    this.#undone ??= (async () => {
      if (this.#own === null) return;
      await this.#own;
      const { end } = this.#fault;
      if (end === null) return;
      await this.#give('fault-end', end);
      this.#overMs = this.#sinceStartMs();
    })();
    return this.#undone;
  }

  async #give(which: FaultTrouble['command'], { command }: TimedCommand): Promise<void> {
    const { limitMs = LIMIT_MS } = this.#options;
    if (which === 'fault-end') this.#endIsGiven = true;
    const startMs = performance.now();
    tellBegun(which, this.#sinceStartMs(), this.#options);
    const end = await this.#run(which, command, limitMs);
    const { how, exitCode } = end;
    if (how !== 'well') this.#troubles.push({ command: which, how, exitCode });
    tellEnd(which, end, performance.now() - startMs, this.#options);
  }

  async #run(which: FaultTrouble['command'], command: string, limitMs: number): Promise<CommandEnd> {
    try {
      const running = startCommand(command, limitMs);
      this.#running.set(which, running);
      return await running.ended;
    } catch (error) {
      // No room for a file or a process is the machine's, and nothing that may leave the fault as it is.
      return { how: 'not-started', exitCode: null, output: (error as Error).message };
    } finally {
      this.#running.delete(which);
    }
  }

  /** The run is cancelled. */
  async #hurry(): Promise<void> {
    this.#timers.forEach(clearTimeout);
    void this.#undo();
    if (this.#own === null || this.#fault.end === null) return;
    await Promise.race([this.#own, sleep(LAST_MOMENT_MS, undefined, { ref: false })]);
    this.#running.get('fault')?.kill();
  }

  /** The process ends: what is left to undo is left to the system. */
  #leave(): void {
    const { end } = this.#fault;
    if (end === null || this.#endIsGiven) return;
    this.#running.get('fault')?.kill();
    leaveCommand(end.command);
  }

  #sinceStartMs(): number {
    return performance.now() - this.#measuringMs;
  }
}

/** So long after the cancellation, which may never come. */
async function cancelledFor(ms: number, signal: AbortSignal): Promise<void> {
  if (!signal.aborted)
    await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  await sleep(ms, undefined, { ref: false });
}
