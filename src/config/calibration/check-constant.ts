import { ConfigurationError } from '../configuration-error.ts';
import { isConstant } from '../load/whole-load.ts';
import type { Plan } from '../plan.ts';

/**
 * What is learnt of blocks holds for a load that is cut into rounds. Throws ConfigurationError for one that changes on
 * its way, which no round stands for.
 *
 * @param command that was asked for
 */
export function checkConstant({ load, configFile: file }: Plan, command: 'calibrate' | 'selftest'): void {
  if (isConstant(load)) return;
  const what = load.search
    ? 'is a search for the breaking point'
    : load.stages.length === 1
      ? 'is a ramp'
      : `has ${load.stages.length} stages`;
  throw new ConfigurationError(
    `${what}, but ${command} needs rounds of a constant load: name one with --profile, such as realistic`,
    { file, key: 'load' },
  );
}
