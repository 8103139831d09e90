import { availableParallelism, cpus, totalmem } from 'node:os';

/** The machine that the load comes from, in a line: a baseline of another one is worth a note. */
export function describeMachine(): string {
  const model = cpus()[0]?.model.trim() ?? 'unknown processor';
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  return `${availableParallelism()} × ${model}, ${gigabytes} GiB, ${process.platform} ${process.arch}, Node ${process.version}`;
}
