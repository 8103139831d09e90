import type { OPTIONS } from './options.ts';

export type Options = typeof OPTIONS;
export type OptionName = keyof Options;

/** What an option is read as. */
export type Value<N extends OptionName> = ReturnType<Options[N]['read']>;

/** What was said through either door, by the options' names; absent or null where nothing was. */
export type OptionValues = { readonly [N in OptionName]?: Value<N> | null | undefined };
