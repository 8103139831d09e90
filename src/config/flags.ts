import { ConfigurationError } from './configuration-error.ts';
import type { CommandName, Option } from './option.ts';
import type { OptionName, Options, Value } from './option-values.ts';
import { OPTIONS } from './options.ts';

/** What a command's flags were read as, by the options' names. */
export type FlagsOf<C extends CommandName> = {
  readonly [N in OptionName as C extends keyof UsesOf<N> ? N : never]: FlagValue<N, C>;
};

type UsesOf<N extends OptionName> = Options[N] extends { readonly flag: infer Uses } ? Uses : object;

type FlagValue<N extends OptionName, C> = Options[N] extends { readonly value: string }
  ? C extends keyof UsesOf<N>
    ? UsesOf<N>[C] extends { readonly default: string }
      ? Value<N>
      : Value<N> | undefined
    : never
  : boolean;

/** One flag of one command. */
export interface Flag {
  /** Of the option. */
  readonly option: OptionName;
  readonly name: string;
  /** Stands for its value in the usage; null for a switch. */
  readonly value: string | null;
  readonly usage: string;
  readonly default: string | null;
}

/** The flags that a command takes, in the order of the options. */
export function flagsOf(command: CommandName): readonly Flag[] {
  return Object.entries<Option>(OPTIONS).flatMap(([name, { flag, flagName, value = null }]) => {
    const use = flag?.[command];
    if (use === undefined) return [];
    const { usage, default: fallback = null } = typeof use === 'string' ? { usage: use } : use;
    return [{ option: name as OptionName, name: flagName ?? name, value, usage, default: fallback }];
  });
}

/**
 * Reads what a command was given.
 *
 * @param written the values' texts, and true for switches, by the flags' names
 * @throws ConfigurationError naming the flag
 */
export function parseFlags<C extends CommandName>(
  command: C,
  written: Readonly<Record<string, string | boolean | undefined>>,
): FlagsOf<C> {
  const read = flagsOf(command).map((flag) => [flag.option, parseFlag(flag, written[flag.name])]);
  return Object.fromEntries(read) as FlagsOf<C>;
}

function parseFlag({ option, name, value, default: fallback }: Flag, written: string | boolean | undefined) {
  if (value === null) return written === true;
  const row: Option = OPTIONS[option];
  // An empty one is none where the option has a value of its own for that: a script may hand on a variable.
  const isNone = written === undefined || (row.default === null && String(written).trim() === '');
  const text = isNone ? fallback : String(written);
  if (text === null) return undefined;
  try {
    return row.read(text);
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    throw new ConfigurationError(error.message, { key: `--${name}` });
  }
}
