import { ConfigurationError, type Place } from '../configuration-error.ts';
import type { GivenFile } from '../files.ts';
import { showValue } from '../wording/show-value.ts';

/** What a named file holds. Throws ConfigurationError at the place that names it where it could not be read. */
export function takeFile<T>(path: string, files: ReadonlyMap<string, GivenFile<T>>, place: Place): T {
  const given = files.get(path) ?? { content: null };
  if ('refused' in given) throw new ConfigurationError(`${showValue(path)} ${given.refused}`, place);
  if (given.content !== null) return given.content;
  throw new ConfigurationError(
    `there is no file ${showValue(path)} in the workspace: paths are relative to its root`,
    place,
  );
}
