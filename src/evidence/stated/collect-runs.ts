import { ConfigurationError } from '../../config/configuration-error.ts';
import type { GivenResults, StatedLoad } from '../../config/generator.ts';
import { RATE_TOLERANCE } from '../compare-stages.ts';
import { readStatedRun, type StatedRun } from './read-run.ts';

interface NamedText {
  readonly file: string;
  readonly text: string;
}

interface CollectedRuns {
  /** In the order of the files. */
  readonly runs: readonly StatedRun[];
  readonly results: GivenResults;
}

/**
 * Reads results as runs of one load. @throws ConfigurationError where one isn't understood, and where they are of
 * several tools or loads, or one of them is there twice: what they come to together would mean nothing
 */
export function collectRuns(files: readonly NamedText[]): CollectedRuns {
  const read = files.map(({ file, text }) => ({ file, text, run: readStatedRun(text, file) }));
  const [first, ...others] = read;
  if (first === undefined) throw new ConfigurationError('names no result: name at least one file');
  let load: StatedLoad = first.run.load;
  for (const [i, { file, text, run }] of others.entries()) {
    const twin = read.slice(0, i + 1).find((one) => one.text === text);
    if (twin !== undefined)
      throw new ConfigurationError(`holds the same as ${twin.file}: one run counts once, so leave one out`, {
        file,
      });
    const difference = differenceOf(load, run.load);
    if (difference !== null)
      throw new ConfigurationError(
        `has a different load than ${first.file}, ${difference}: several results have to be runs of the same load`,
        { file },
      );
    load = knownOf(load, run.load);
  }
  const names = read.map(({ file }) => file);
  return {
    runs: read.map(({ run }) => run),
    results: { kind: 'results', files: names, load },
  };
}

/** What either of them states. */
function knownOf(first: StatedLoad, other: StatedLoad): StatedLoad {
  return {
    ...first,
    model: first.model ?? other.model,
    connections: first.connections ?? other.connections,
    ratePerSecond: first.ratePerSecond === undefined ? other.ratePerSecond : first.ratePerSecond,
  };
}

/** In what both of them state: k6, for one, tells its virtual users only where it saw as many all the time. */
function differenceOf(first: StatedLoad, other: StatedLoad): string | null {
  if (first.tool !== other.tool) return `${other.tool} and not ${first.tool}`;
  if (differ(first.model, other.model)) return `${other.model} and not ${first.model}`;
  if (differ(first.connections, other.connections))
    return `on ${other.connections} connections and not on ${first.connections}`;
  const [before, now] = [first.ratePerSecond, other.ratePerSecond];
  const isSame =
    !differ(before, now) ||
    Math.abs((now ?? 0) - (before ?? 0)) <= RATE_TOLERANCE * Math.min(now ?? 0, before ?? 0);
  return isSame ? null : `at ${now ?? 'no'} requests per second and not at ${before ?? 'no'}`;
}

function differ<Of>(first: Of | undefined, other: Of | undefined): boolean {
  return first !== undefined && other !== undefined && first !== other;
}
