import { parseArgs } from 'node:util';
import { ConfigurationError } from '../config/configuration-error.ts';
import { suggest } from '../config/wording/suggest.ts';

export interface Flags<Name extends string> {
  readonly values: Readonly<Partial<Record<Name, string>>>;
  readonly switches: ReadonlySet<string>;
  readonly positionals: readonly string[];
}

export interface FlagNames<Name extends string> {
  readonly values?: readonly Name[];
  readonly switches?: readonly string[];
  /** How many words without a flag there must be. */
  readonly positionals?: number;
  /** What to say where such a word is missing. */
  readonly missing?: string;
}

/** Reads a command's words. Throws ConfigurationError for an unknown flag, one without a value, or one given twice. */
export function readFlags<Name extends string>(
  words: readonly string[],
  names: FlagNames<Name>,
): Flags<Name> {
  const { values = [], switches = [], positionals: wanted = 0 } = names;
  const options = Object.fromEntries([
    ...values.map((name) => [name, { type: 'string' as const, multiple: true as const }]),
    ...switches.map((name) => [name, { type: 'boolean' as const }]),
  ]);
  let read: ReturnType<typeof parseArgs>;
  try {
    read = parseArgs({ args: [...words], options, allowPositionals: true, strict: true });
  } catch (error) {
    const known = [...values, ...switches];
    const all = known.map((name) => `--${name}`).join(', ') || 'none';
    throw new ConfigurationError(
      `${firstSentence(error)}${meantBy(error, known)} (flags of this command: ${all})`,
    );
  }
  if (read.positionals.length < wanted && names.missing) throw new ConfigurationError(names.missing);
  if (read.positionals.length !== wanted) {
    const found = read.positionals.map((word) => JSON.stringify(word)).join(' ') || 'none';
    throw new ConfigurationError(
      `this command takes ${wanted === 1 ? 'one word' : 'no word'} besides its flags, and got ${found}; --help tells more`,
    );
  }
  const single = Object.entries(read.values).flatMap(([name, value]) => {
    if (!Array.isArray(value)) return [];
    if (value.length > 1)
      throw new ConfigurationError(`was given ${value.length} times: give it once`, { key: `--${name}` });
    return [[name, String(value[0])] as const];
  });
  return {
    values: Object.fromEntries(single) as Partial<Record<Name, string>>,
    switches: new Set(switches.filter((name) => read.values[name] === true)),
    positionals: read.positionals,
  };
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
