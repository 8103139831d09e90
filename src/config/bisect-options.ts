/** The options of the search for a commit. */
import type { Option } from './option.ts';
import * as readers from './option-readers.ts';

export const BISECT_OPTIONS = {
  start: {
    read: readers.shellCommand,
    value: 'COMMAND',
    flag: {
      bisect:
        "command that starts the service, such as 'npm ci && npm start', on the port in the environment variable PORT, or {{port}} in the command",
    },
  },
} as const satisfies Readonly<Record<string, Option>>;
