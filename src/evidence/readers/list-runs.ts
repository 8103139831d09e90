import { ConfigurationError } from '../../config/configuration-error.ts';
import { foreignToolOf } from './foreign-tool.ts';
import { asOnlyRun } from './generators/generator-run.ts';
import { GENERATORS, type GeneratorFormat, outputFormatOf } from './generators/generators.ts';
import type { AddressedRun, FoundRun, Listing, ReadFile, ReadRuns } from './listing.ts';
import { readMarkdownReport } from './markdown/report.ts';
import { looksLikeJson, readTailgateResult } from './tailgate-result.ts';
import { looksLikeWrk, readWrk } from './wrk.ts';

/** Longest text that is read, in characters: reports take kilobytes. */
export const LONGEST = 5 * 1024 * 1024;
/** Of a load generator's own output, which may tell every request. */
const LONGEST_OUTPUT = 64 * 1024 * 1024;

/** Lists what a file's text holds, as `readRuns` does, in the shape that `tailgate baseline --json` prints. */
export function listRuns(text: string, file: string): Listing {
  const { runs, ...rest } = readRuns(text, file);
  return { runs: runs.map(asFound), ...rest };
}

/** Without what only picking a run and comparing with it needs. */
export function asFound({
  addresses: _,
  unread: __,
  errorRateDoubted: ___,
  walked: ____,
  unanswered: _____,
  ...run
}: AddressedRun): FoundRun {
  return run;
}

/**
 * Reads every run in a file's text; the format is told by the content. `file` is for messages. Throws a
 * ConfigurationError where the text is too long, empty, broken or of a newer version.
 */
export function readRuns(text: string, file: string): ReadFile {
  const content = text.replace(/^\ufeff/u, '');
  const generator = outputFormatOf(content);
  const longest = generator === null ? LONGEST : LONGEST_OUTPUT;
  if (text.length > longest) {
    throw new ConfigurationError(
      `the file is larger than ${longest / 1024 / 1024} MB; give the report, the result file or the summary itself`,
      { file },
    );
  }
  if (content.trim() === '') throw new ConfigurationError('the file is empty', { file });
  const found = read(content, generator, file);
  const doubts = found.runs.flatMap(({ title, line, doubts: own = [] }) =>
    own.map((doubt) => `${title} (line ${line}) ${doubt}.`),
  );
  const foreign = found.runs.length === 0 ? foreignToolOf(content) : null;
  const unknown = foreign === null ? [] : [foreign];
  return { ...found, warnings: [...found.warnings, ...doubts, ...unknown, ...twins(found.runs)] };
}

interface Format {
  readonly looksLike: (text: string) => boolean;
  /** @param file for messages */
  readonly read: (text: string, file: string) => ReadRuns;
}

/** A row a format. The first that a text looks like reads it, and the last one takes what is left. */
const FORMATS = {
  tailgate: { looksLike: looksLikeJson, read: readTailgateResult },
  wrk: { looksLike: looksLikeWrk, read: readWrk },
  'markdown-report': { looksLike: () => true, read: readMarkdownReport },
} as const satisfies Readonly<Record<string, Format>>;

/** What a baseline was read as. */
export type BaselineFormat = keyof typeof FORMATS | GeneratorFormat | 'history';

function read(text: string, generator: GeneratorFormat | null, file: string): ReadFile {
  if (generator !== null) {
    const { runs, ...rest } = asOnlyRun(GENERATORS[generator].read(text, file), file);
    return { ...rest, runs: runs.map((run) => ({ ...run, format: generator })) };
  }
  const names = Object.keys(FORMATS) as (keyof typeof FORMATS)[];
  const format = names.find((name) => FORMATS[name].looksLike(text)) ?? 'markdown-report';
  // Who quotes wrk beside tables of figures has written a report.
  const report = format === 'wrk' ? readMarkdownReport(text) : null;
  const isReport = report !== null && report.runs.length > 0;
  const { runs, ...rest } = isReport ? report : FORMATS[format].read(text, file);
  return { ...rest, runs: runs.map((run) => ({ ...run, format: isReport ? 'markdown-report' : format })) };
}

/** Two runs never agree in every percentile, rate and count by chance: one was copied from the other. */
function twins(runs: readonly FoundRun[]): string[] {
  const first = new Map<string, FoundRun>();
  return runs.flatMap((run) => {
    const { latencyAllMs, latencyMs, responsesPerSecond, throughputPerSecond, requests } = run.metrics;
    const latency = Object.entries(latencyAllMs ?? latencyMs ?? {}).sort(([a], [b]) => a.localeCompare(b));
    const key = JSON.stringify([latency, responsesPerSecond, throughputPerSecond, requests]);
    const twin = first.get(key);
    first.set(key, twin ?? run);
    return twin && latency.length > 0
      ? [
          `"${twin.title}" (line ${twin.line}) and "${run.title}" (line ${run.line}) state identical latencies, rates ` +
            'and numbers of requests: one is probably a copy, so check which of them was measured.',
        ]
      : [];
  });
}
