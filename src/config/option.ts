import type { Reader } from './option-readers.ts';
import type { Plan } from './plan.ts';

/** The terminal's commands, in the order of the usage. */
export const COMMANDS = [
  'run',
  'gate',
  'merge',
  'check',
  'baseline',
  'history',
  'compare',
  'calibrate',
  'selftest',
  'bisect',
  'kubernetes',
  'schema',
  'init',
] as const;

export type CommandName = (typeof COMMANDS)[number];

/** What somebody can say beside tailgate.yml: as an input of the action, as a flag of the terminal, or as both. */
export interface Option {
  /** Reads the text of either door. */
  readonly read: Reader<unknown>;
  /** Description of the input; without it there is no such input. */
  readonly input?: string;
  /** What an input that nobody set is read as; null: its value is null. Left out: the empty text. */
  readonly default?: string | null;
  /** What action.yml declares as the default, where that is for the runner to fill in. */
  readonly declared?: string;
  /** The commands that take the flag, and what it does there; without it there is no such flag. */
  readonly flag?: { readonly [C in CommandName]?: string | FlagUse };
  /** Stands for the flag's value in the usage. Without it the flag is a switch. */
  readonly value?: string;
  /** Where it is not the option's own: two options may share a flag's name in different commands. */
  readonly flagName?: string;
  /** Name in `Overrides`, of an option that tailgate.yml is read with. */
  readonly overrides?: string;
  /** What the command that reproduces a run gives for it; left out: nothing. `given` is '' where nothing was. */
  readonly again?: (given: string, plan: Plan) => string;
  /** The value as it would be typed; left out: its text. */
  readonly write?: (value: never) => string;
}

interface FlagUse {
  readonly usage: string;
  /** What a flag that is left out is read as; the usage tells it. */
  readonly default: string;
}
