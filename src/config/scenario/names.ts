/** Names that templates use, and those of requests and flows. */
import { ConfigurationError, type Place } from '../configuration-error.ts';
import { showValue } from '../wording/show-value.ts';
import type { Path, Source } from '../yaml/source.ts';
import { TEMPLATE_FUNCTIONS } from './template-functions.ts';

/** The capture that holds the tag of a run. */
export const RUN = 'run';

/** Throws ConfigurationError for a name that templates have for something else. */
export function refuseTaken(name: string, place: Place): void {
  if (name === 'env' || Object.hasOwn(TEMPLATE_FUNCTIONS, name)) {
    throw new ConfigurationError('has the name of a template function: choose another name', place);
  }
  if (name === RUN) {
    throw new ConfigurationError("has the name of the run's tag, {{run}}: choose another name", place);
  }
}

const LONGEST_NAME = 100;

/** The name of a request, a step or a flow. Throws ConfigurationError. */
export function readName(name: string | undefined, fallback: string, source: Source, path: Path): string {
  const place = source.place([...path, 'name']);
  if (name === undefined) {
    if (fallback.length <= LONGEST_NAME) return fallback;
    throw new ConfigurationError(`is missing: the path is too long to be used instead, write a name`, place);
  }
  if (/[\p{Cc}\p{Zl}\p{Zp}]/u.test(name)) {
    throw new ConfigurationError(
      `${showValue(name)} contains control characters or line breaks: remove them`,
      place,
    );
  }
  if (name.trim() !== name || name === '') {
    throw new ConfigurationError(`${showValue(name)} starts or ends with a space: remove it`, place);
  }
  return name;
}

/** What is named, and where: `requests[0]`, `flows[1].steps[0]`. */
export interface Named {
  readonly name: string;
  readonly path: Path;
}

/** Throws ConfigurationError where a name is there twice. */
export function checkUnique(named: readonly Named[], source: Source): void {
  const seen = new Map<string, Path>();
  for (const { name, path } of named) {
    const first = seen.get(name);
    if (first !== undefined) {
      throw new ConfigurationError(
        `"${name}" is the name of ${writeRelative(first)} too: give each request${named.some((one) => one.path.includes('flows')) ? ', step and flow' : ''} its own name`,
        source.place([...path, 'name']),
      );
    }
    seen.set(name, path);
  }
}

/** Within the scenario. */
function writeRelative(path: Path): string {
  return path
    .slice(1)
    .map((step, i) => (typeof step === 'number' ? `[${step}]` : `${i === 0 ? '' : '.'}${step}`))
    .join('');
}
