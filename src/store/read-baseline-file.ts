import type { FileSource } from '../config/baseline/baseline-source.ts';
import { ConfigurationError } from '../config/configuration-error.ts';
import type { Door } from '../config/overrides.ts';
import { suggest } from '../config/wording/suggest.ts';
import type { Baseline } from '../evidence/baseline.ts';
import { readBaseline } from '../evidence/readers/read-baseline.ts';
import { readAnywhere, readInside } from './read-inside.ts';

/** The baseline in the file that the source names. Throws ConfigurationError. */
export async function readBaselineFile(source: FileSource, workspace: string, door: Door): Promise<Baseline> {
  const read = door === 'action' ? readInside : readAnywhere;
  const text = await read(workspace, source.file);
  if (text === null) {
    const meant = suggest(source.written.split('@')[0] ?? '', ['history']);
    const hint = meant === null ? '' : ' (for the recorded runs write history)';
    throw new ConfigurationError(`there is no file ${source.file}${hint}, so nothing can be compared`, {
      key: 'baseline',
    });
  }
  return readBaseline(text, source);
}
