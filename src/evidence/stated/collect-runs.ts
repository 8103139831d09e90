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
  for (const [i, { file, text, run }] of others.entries()) {
    const twin = read.slice(0, i + 1).find((one) => one.text === text);
    if (twin !== undefined)
      throw new ConfigurationError(`holds the same as ${twin.file}: one run counts once, so leave one out`, {
        file,
      });
    const difference = differenceOf(first.run.load, run.load);
    if (difference !== null)
      throw new ConfigurationError(
        `has a different load than ${first.file}, ${difference}: several results have to be runs of the same load`,
        { file },
      );
  }
  const names = read.map(({ file }) => file);
  return {
    runs: read.map(({ run }) => run),
    results: { kind: 'results', files: names, load: first.run.load },
  };
}

function differenceOf(first: StatedLoad, other: StatedLoad): string | null {
  if (first.tool !== other.tool) return `${other.tool} and not ${first.tool}`;
  if (first.model !== other.model) return `${other.model ?? 'of an unknown model'} and not ${first.model}`;
  if (first.connections !== other.connections)
    return `on ${other.connections ?? 'unknown'} connections and not on ${first.connections ?? 'unknown'}`;
  const [before, now] = [first.ratePerSecond ?? null, other.ratePerSecond ?? null];
  const isSame =
    before === now ||
    Math.abs((now ?? 0) - (before ?? 0)) <= RATE_TOLERANCE * Math.min(now ?? 0, before ?? 0);
  return isSame ? null : `at ${now ?? 'no'} requests per second and not at ${before ?? 'no'}`;
}
