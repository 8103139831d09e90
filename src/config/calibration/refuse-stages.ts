import { ConfigurationError } from '../configuration-error.ts';
import type { Plan } from '../plan.ts';

/**
 * A calibration and a selftest are about the blocks in which base and target take turns. A load of several stages is
 * measured as whole passes instead, of which blocks say nothing.
 *
 * @param command that is refused, as it is typed
 * @throws ConfigurationError
 */
export function refuseStages({ load, configFile }: Plan, command: 'calibrate' | 'selftest'): void {
  if (load.stages.length === 1) return;
  throw new ConfigurationError(
    `has ${load.stages.length} stages, and ${command} is about the blocks of a load of one stage: choose one by --profile, such as realistic`,
    { file: configFile, key: 'load' },
  );
}
