import type { Option } from './option.ts';
import type { OptionName, Options, OptionValues, Value } from './option-values.ts';
import { OPTIONS } from './options.ts';

/**
 * What the action's inputs or the terminal's flags say that tailgate.yml is read with, mostly in place of one of its
 * keys. An empty text is the same as none: that is how the runner hands over an input that nobody set.
 */
export type Overrides = {
  readonly [N in OptionName as OverrideName<N>]?: Value<N> | undefined;
} & {
  /** Which door they came through; decides how a message names them (`target-url` or `--target-url`). */
  readonly door: Door;
  /** Where no URL is given, the target is found later, and its origin is empty until then. */
  readonly targetIsFound?: boolean | undefined;
};

type OverrideName<N extends OptionName> = Options[N] extends { readonly overrides: infer Name extends string }
  ? Name
  : never;

export type Door = 'action' | 'terminal';

/** Of all that was said, what tailgate.yml is read with. */
export function overridesOf(door: Door, said: OptionValues): Overrides {
  const given = Object.entries<Option>(OPTIONS).flatMap(([name, { overrides }]) =>
    overrides === undefined ? [] : [[overrides, said[name as OptionName] ?? undefined]],
  );
  return { door, targetIsFound: door === 'action', ...Object.fromEntries(given) };
}

/** The name a user knows an option by: the input's in the action, the flag's in the terminal. */
export function nameOverride(door: Door, name: OptionName): string {
  return door === 'action' ? `input ${name}` : `--${name}`;
}
