/** Services in processes of their own, whose times waver by a seed: see wavering-service.mjs. */
import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';

const running: ChildProcess[] = [];

export interface Wavering {
  /** Share of the seconds in which everything takes four times as long. */
  readonly stalledShare?: number;
  /** Of the logarithm of the times. */
  readonly sigma?: number;
}

/** Its origin, on loopback. */
export function startWavering(
  medianMs: number,
  seed: number,
  { stalledShare = 0, sigma = 0.35 }: Wavering = {},
): Promise<string> {
  const file = join(import.meta.dirname, 'wavering-service.mjs');
  const child = fork(file, [medianMs, seed, stalledShare, sigma].map(String), {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    execArgv: [],
  });
  running.push(child);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.stdout?.once('data', (port: Buffer) => resolve(`http://127.0.0.1:${Number(port)}`));
  });
}

/** Ends those of this file. */
export function endWavering(): void {
  for (const child of running.splice(0)) child.kill();
}
