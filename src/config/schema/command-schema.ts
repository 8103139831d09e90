import { OUT, READ_TOOLS } from '../generator.ts';
import { MOST_BLOCKS } from '../most-blocks.ts';
import { parseDuration } from '../units.ts';
import { oneOf, quantity, shortText, whole } from './schema-parts.ts';

/** Of `load`, with a command. Its defaults are for whoever compiles it: what is said in vain can be told then. */
export const COMMAND_SHAPE = {
  command: shortText(
    `write a command of at most 4000 characters, such as k6 run --summary-export ${OUT} load.js`,
    4000,
    {
      description:
        'A shell command that generates the load: your own generator, run alternately against target and base. {{out}} is the file for its result, TAILGATE_TARGET_URL the environment to load. In the action it needs the input allow-load-command.',
      examples: [`k6 run --summary-export ${OUT} load.js`],
    },
  ).optional(),
  reads: oneOf(READ_TOOLS, {
    description: 'Which tool writes the result.',
    examples: ['k6'],
  }).optional(),
  deadline: quantity(
    parseDuration,
    { from: '1s', to: '2h' },
    {
      description: 'For a command: longest time of one run, after which it is killed (default 10m).',
      examples: ['2m'],
    },
  ).optional(),
  runs: whole(1, 20, {
    description: 'For a command without a base: how many times it is run (default 3).',
    examples: [3],
  }).optional(),
  blocks: whole(6, MOST_BLOCKS, {
    description: 'For a command with a base: how many times it is run on each side, at most (default 20).',
    examples: [20],
  }).optional(),
};
