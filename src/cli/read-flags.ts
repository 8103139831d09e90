import { parseArgs } from 'node:util';
import { ConfigurationError } from '../config/configuration-error.ts';
import { type Flag, type FlagsOf, flagsOf, parseFlags } from '../config/flags.ts';
import type { CommandName } from '../config/option.ts';
import { suggest } from '../config/wording/suggest.ts';

interface Positionals {
  /** How many words without a flag there must be … */
  readonly count: number;
  /** … and may be at most, where that is more. */
  readonly most?: number;
  /** What to say where such a word is missing. */
  readonly missing: string;
}

/**
 * Reads a command's words: what its flags say, and the words without one. Throws ConfigurationError for an unknown
 * flag, one without a value, one given twice, and a value that does not fit.
 */
export function readFlags<C extends CommandName>(
  command: C,
  words: readonly string[],
  wanted: Positionals = { count: 0, missing: '' },
): {
  readonly flags: FlagsOf<C>;
  /** Their texts, and true for switches, by the flags' names. */
  readonly written: Readonly<Record<string, string | boolean | undefined>>;
  readonly positionals: readonly string[];
} {
  const known = flagsOf(command);
  const { values, positionals } = parse(words, known);
  if (positionals.length < wanted.count && wanted.missing) throw new ConfigurationError(wanted.missing);
  if (positionals.length < wanted.count || positionals.length > (wanted.most ?? wanted.count)) {
    const found = positionals.map((word) => JSON.stringify(word)).join(' ') || 'none';
    throw new ConfigurationError(
      `this command takes ${writeCount(wanted)} besides its flags, but got ${found}; see --help`,
    );
  }
  const single = Object.entries(values).map(([name, value]) => {
    if (!Array.isArray(value)) return [name, value];
    if (value.length > 1)
      throw new ConfigurationError(`was given ${value.length} times: give it once`, { key: `--${name}` });
    return [name, value[0]];
  });
  const written = Object.fromEntries(single);
  return { flags: parseFlags(command, written), written, positionals };
}

function writeCount({ count, most }: Positionals): string {
  if (most !== undefined) return `${count} to ${most} words`;
  return count === 1 ? 'one word' : 'no word';
}

function parse(words: readonly string[], known: readonly Flag[]) {
  const options = known.map(({ name, value }) => [
    name,
    value === null ? { type: 'boolean' as const } : { type: 'string' as const, multiple: true },
  ]);
  try {
    return parseArgs({
      args: [...words],
      options: Object.fromEntries(options),
      allowPositionals: true,
      strict: true,
    });
  } catch (error) {
    const names = known.map(({ name }) => name);
    const all = names.map((name) => `--${name}`).join(', ') || 'none';
    throw new ConfigurationError(
      `${firstSentence(error)}${meantBy(error, names)} (flags of this command: ${all})`,
    );
  }
}

/** `, did you mean --target-url?`: the flag that begins so, or is near; '' where none is. */
function meantBy(error: unknown, known: readonly string[]): string {
  const [, written = ''] =
    /^Unknown option '--?([^'=]+)/.exec(error instanceof Error ? error.message : '') ?? [];
  if (written === '') return '';
  const meant = suggest(written, known) ?? known.find((name) => name.startsWith(`${written}-`));
  return meant === undefined ? '' : `, did you mean --${meant}?`;
}

function firstSentence(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return (text.split(/\. /)[0] ?? text).trim();
}
