import { join } from 'node:path';
import { createEngine, type Engine } from '../engine/engine.ts';
import { permitTyped } from '../engine/target/guard.ts';
import { PATIENCE } from '../engine/target/ready.ts';
import { VERSION } from '../version.ts';
import { createProgressDisplay, type ProgressDisplay } from './progress-display.ts';
import type { Terminal } from './terminal.ts';

export interface LoadFlags {
  readonly allowsPrivateHosts: boolean;
  /** How long the target is waited for; null: as long as usual. */
  readonly patienceMs: number | null;
}

/** The real load with its progress on the error output, for a command that makes no report of a run. */
export function openLoad(
  terminal: Terminal,
  { allowsPrivateHosts, patienceMs }: LoadFlags,
): { readonly engine: Engine; readonly display: ProgressDisplay } {
  const display = createProgressDisplay(terminal);
  const engine = createEngine({
    workerFile: join(terminal.distFolder, 'worker', 'index.js'),
    version: VERSION,
    signal: terminal.signal,
    onProgress: (progress) => display.show(progress),
    onSecret: () => {},
    permissions: permitTyped(allowsPrivateHosts),
    commit: null,
    ...(patienceMs === null ? {} : { patience: { ...PATIENCE, deadlineMs: patienceMs } }),
  });
  return { engine, display };
}
