import { z } from 'zod';
import { ConfigurationError } from './configuration-error.ts';
import type { Option } from './option.ts';
import type { OptionName, Options, Value } from './option-values.ts';
import { OPTIONS } from './options.ts';
import { reading } from './schema/schema-parts.ts';

export type InputName = {
  [N in OptionName]: Options[N] extends { readonly input: string } ? N : never;
}[OptionName];

/** The action's inputs, under the names that the user types, so that a message can name them. */
export type Inputs = { readonly [N in InputName]: InputValue<N> };

type InputValue<N extends OptionName> = Options[N] extends { readonly default: null }
  ? Value<N> | null
  : Value<N>;

export const INPUT_NAMES = Object.entries<Option>(OPTIONS)
  .filter(([, { input }]) => input !== undefined)
  .map(([name]) => name) as InputName[];

/** The runner sends the empty text for an input that nobody set. */
export const inputsSchema = z.object(
  Object.fromEntries(INPUT_NAMES.map((name) => [name, schemaOf(OPTIONS[name])])) as unknown as InputShape,
);

type InputShape = { [N in InputName]: z.ZodType<InputValue<N>, string | undefined> };

function schemaOf({ read, default: fallback = '' }: Option) {
  const readGiven = reading((written: string) => {
    const chosen = written || fallback;
    return chosen === null ? null : read(chosen);
  });
  return z.string().trim().default('').transform(readGiven);
}

/** Reads the inputs as the runner hands them over (name → text). Throws ConfigurationError naming the input. */
export function parseInputs(raw: Readonly<Record<string, string>>): Inputs {
  const read = inputsSchema.safeParse(raw);
  if (read.success) return read.data;
  const [first] = read.error.issues;
  throw new ConfigurationError(first?.message ?? 'does not fit', {
    key: `input ${first?.path.join('.') ?? ''}`,
  });
}
