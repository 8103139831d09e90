import { ConfigurationError } from '../config/configuration-error.ts';
import type { Door } from '../config/overrides.ts';
import type { Plan } from '../config/plan.ts';
import type { Baseline } from '../evidence/baseline.ts';
import { readBaseline } from '../evidence/readers/read-baseline.ts';
import { readAnywhere, readInside } from './read-inside.ts';

/** The baseline that the plan asks for, or null where it asks for none. Throws ConfigurationError. */
export async function readBaselineFile(
  { baseline }: Plan,
  workspace: string,
  door: Door,
): Promise<Baseline | null> {
  if (!baseline) return null;
  const read = door === 'action' ? readInside : readAnywhere;
  const text = await read(workspace, baseline.file);
  if (text === null) {
    throw new ConfigurationError(`there is no file ${baseline.file}; without it nothing can be compared`, {
      key: 'baseline',
    });
  }
  return readBaseline(text, baseline);
}
