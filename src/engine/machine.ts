import { availableParallelism, cpus, totalmem } from 'node:os';

/** The machine that the load comes from, in a line: a baseline of another one is worth a note. */
export function describeMachine(): string {
  const model = cpus()[0]?.model.trim() ?? 'unknown processor';
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  return `${availableParallelism()} × ${model}, ${gigabytes} GiB, ${process.platform} ${process.arch}, Node ${process.version}`;
}

/** Processor time of the whole machine so far, in ms: how much of it was used, and all there was. */
interface MachineTimes {
  readonly busy: number;
  readonly all: number;
}

export function machineTimes(): MachineTimes {
  const all = cpus().map(({ times }) => times);
  const total = (value: (one: (typeof all)[number]) => number) =>
    all.reduce((sum, one) => sum + value(one), 0);
  const busy = total(({ user, nice, sys, irq }) => user + nice + sys + irq);
  return { busy, all: busy + total(({ idle }) => idle) };
}

/** Share of all processors that was in use since then, 0…1; null where the system doesn't tell. */
export function machineShareSince(before: MachineTimes): number | null {
  const now = machineTimes();
  const all = now.all - before.all;
  return all > 0 ? Math.min(1, Math.max(0, (now.busy - before.busy) / all)) : null;
}
