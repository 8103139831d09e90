import { ConfigurationError } from '../../config/configuration-error.ts';
import { fold } from './fold.ts';
import { type AddressedRun, type ReadFile, WHAT_A_RUN_IS } from './listing.ts';

/** Candidates named in an error; more would not be read. */
const NAMED = 20;

/**
 * The run that the section picks: an anchor, or words of a heading. Without a section the file has to hold exactly one.
 * Throws a ConfigurationError that lists what there is where none or several answer to it.
 */
export function selectRun(listing: ReadFile, section: string | null, written: string): AddressedRun {
  const { runs } = listing;
  if (runs.length === 0) throw nothingIn(listing, written);
  const candidates = section === null ? runs : matching(runs, section);
  const [only] = candidates;
  if (only && candidates.length === 1) return only;
  if (candidates.length === 0) {
    throw fault(`no measured run of the file answers to "${section}". It holds:\n${namesOf(runs)}`, written);
  }
  const several =
    section === null
      ? `the file holds ${runs.length} measured runs; pick one by #anchor or by words of its heading`
      : `"${section}" fits ${candidates.length} runs; use an anchor or words that fit only one`;
  throw fault(`${several}:\n${namesOf(candidates)}`, written);
}

/** The first way of addressing that finds anything decides; what it finds is not narrowed by guessing. */
function matching(runs: readonly AddressedRun[], section: string): AddressedRun[] {
  const wanted = new Set([section, decoded(section), decoded(section).toLowerCase()]);
  const words = wordsOf(decoded(section));
  const ways: ((run: AddressedRun) => boolean)[] = [
    ({ addresses }) => addresses.own.some((anchor) => wanted.has(anchor)),
    ({ addresses }) => addresses.around.some((anchor) => wanted.has(anchor)),
    ({ addresses }) => addresses.titles.some((title) => holdsAll(title, words)),
    ({ addresses }) => holdsAll(addresses.titles.join(' '), words),
  ];
  for (const way of ways) {
    const found = runs.filter(way);
    if (found.length > 0) return found;
  }
  return [];
}

function holdsAll(title: string, words: readonly string[]): boolean {
  const there = new Set(wordsOf(title));
  return words.length > 0 && words.every((word) => there.has(word));
}

/** `2.2` stays one word, so that "test 2" does not fit every test of section 2.2. */
function wordsOf(text: string): string[] {
  return fold(text).match(/\d+(?:[.,]\d+)+|[\p{L}\p{N}]+/gu) ?? [];
}

function decoded(section: string): string {
  try {
    return decodeURIComponent(section);
  } catch {
    return section;
  }
}

function nothingIn({ objectives, summaries, warnings }: ReadFile, written: string): ConfigurationError {
  const others = [
    ...objectives.map(({ title, line }) => `  line ${line}: ${title} (objectives)`),
    ...summaries.map(
      ({ title, line, why }) =>
        `  line ${line}: ${title} (${why?.join('; ') ?? 'a summary without a whole run'})`,
    ),
  ];
  const besides = others.length > 0 ? ` It does hold:\n${others.slice(0, NAMED).join('\n')}` : '';
  const said = warnings.slice(0, NAMED).map((warning) => `\n  ${warning}`);
  return fault(`the file contains no measured run. ${WHAT_A_RUN_IS}${besides}${said.join('')}`, written);
}

function namesOf(runs: readonly AddressedRun[]): string {
  const names = runs.slice(0, NAMED).map(({ title, section, anchor, line, metrics }) => {
    const p99 = metrics.latencyMs?.p99 ?? metrics.latencyAllMs?.p99;
    const rate = metrics.throughputPerSecond ?? metrics.responsesPerSecond;
    const figures = [p99 === undefined ? null : `P99 ${p99} ms`, rate === undefined ? null : `${rate}/s`];
    return `  line ${line}: ${anchor ? `#${anchor}` : title} (${[section, anchor ? title : null, ...figures].filter(Boolean).join(', ')})`;
  });
  return [...names, ...(runs.length > NAMED ? [`  and ${runs.length - NAMED} more`] : [])].join('\n');
}

function fault(message: string, written: string): ConfigurationError {
  return new ConfigurationError(`${written}: ${message}`, { key: 'baseline' });
}
