/**
 * The options: a row each. From here come the action's inputs and action.yml, the terminal's flags and its usage, the
 * command that reproduces a run, and what tailgate.yml is read with. Their order is that of all these.
 */
import { BISECT_OPTIONS } from './bisect-options.ts';
import { CAP_OPTIONS } from './cap-options.ts';
import { CLUSTER_OPTIONS } from './cluster-options.ts';
import { LOAD_OPTIONS } from './load-options.ts';
import { OUTCOME_OPTIONS } from './outcome-options.ts';

export const OPTIONS = {
  ...LOAD_OPTIONS,
  ...CAP_OPTIONS,
  ...CLUSTER_OPTIONS,
  ...BISECT_OPTIONS,
  ...OUTCOME_OPTIONS,
} as const;
