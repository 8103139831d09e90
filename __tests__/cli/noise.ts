/** What `calibrate` and `selftest` are tried with. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Ended, openShell, type Shell } from './process.ts';

/** Six connections: with twice as many, a session takes as many blocks, and twice the machine's time. */
export const SCENARIO = `name: noise
load: { connections: 6, duration: 2s, warmup: 500ms, timeout: 2s }
scenario: { requests: [ { name: list, weight: 4, get: /items }, { name: one, get: /items/1 } ] }
`;
export const GATE = `gate:
  p99: { max: 900 ms, regression: 20 % }
  throughput: { regression: 20 % }
  errors: { regression: 1 pp }
  rounds: { measure: 1s, discard: 100ms, budget: 60s }
`;

export const PATIENCE_MS = 300_000;

export async function openNoiseShell(): Promise<Shell> {
  const shell = await openShell();
  await writeFile(join(shell.folder, 'tailgate.yml'), SCENARIO + GATE);
  return shell;
}

/** The exit code, with what was said where it is none of those expected. */
export function ending({ exitCode, out, err }: Ended, expected: readonly number[]): string {
  return expected.includes(exitCode ?? -1) ? 'as expected' : `${exitCode}\n${out}\n${err}`;
}
