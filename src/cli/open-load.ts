import { join } from 'node:path';
import type { OptionValues } from '../config/option-values.ts';
import type { Shard } from '../config/shard.ts';
import { createEngine, type Engine } from '../engine/engine.ts';
import type { ProbePermission } from '../engine/probes/permission.ts';
import { permitTyped } from '../engine/target/guard.ts';
import { PATIENCE } from '../engine/target/ready.ts';
import { VERSION } from '../version.ts';
import { createProgressDisplay, type ProgressDisplay } from './progress-display.ts';
import type { Terminal } from './terminal.ts';

/** The flags that the load itself takes. */
export type LoadFlags = Pick<OptionValues, 'allow-private-hosts' | 'target-timeout' | 'commit'>;

interface LoadOptions {
  /** Words for origins that mean nothing to a reader, such as a proxy's. */
  readonly names?: ReadonlyMap<string, string>;
  /** What of the server's side may be read; absent: nothing is. */
  readonly probes?: ProbePermission;
  /** Its part of the load; absent: all of it. */
  readonly shard?: Shard;
}

/**
 * The real load from a terminal, with its progress on the error output.
 */
export function openLoad(
  terminal: Terminal,
  { 'allow-private-hosts': allowsPrivateHosts, 'target-timeout': patienceMs, commit }: LoadFlags,
  { names, probes, shard }: LoadOptions = {},
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
    permissions: permitTyped(allowsPrivateHosts === true),
    commit: commit ?? null,
    ...(probes && { probes }),
    ...(shard && { shard }),
    onFault: (line, isTrouble) => display.tell(isTrouble ? `! ${line}` : line),
    ...(patienceMs == null ? {} : { patience: { ...PATIENCE, deadlineMs: patienceMs } }),
  });
  return { engine, display };
}
