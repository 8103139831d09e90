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
  /** Commit that the target has to serve; any where it is left out. */
  readonly commit?: string | null;
  /** Words for origins that mean nothing to a reader, such as a proxy's. */
  readonly names?: ReadonlyMap<string, string>;
}

/** The real load from a terminal, with its progress on the error output. */
export function openLoad(
  terminal: Terminal,
  { allowsPrivateHosts, patienceMs, commit = null, names }: LoadFlags,
): { readonly engine: Engine; readonly display: ProgressDisplay } {
  const display = createProgressDisplay(terminal);
  const engine = createEngine({
    workerFile: join(terminal.distFolder, 'worker', 'index.js'),
    version: VERSION,
    signal: terminal.signal,
    onProgress: (progress) => {
      const name = names?.get(progress.note ?? '');
      display.show(name === undefined ? progress : { ...progress, note: name });
    },
    onSecret: () => {},
    permissions: permitTyped(allowsPrivateHosts),
    commit,
    ...(patienceMs === null ? {} : { patience: { ...PATIENCE, deadlineMs: patienceMs } }),
  });
  return { engine, display };
}
