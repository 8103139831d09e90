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
        'A command for the shell that makes the load: your own generator, run in turn against target and base. {{out}} is the file that it writes its result to, TAILGATE_TARGET_URL the environment that it is to load. In the action it takes the input allow-load-command.',
      examples: [`k6 run --summary-export ${OUT} load.js`],
    },
  ).optional(),
  reads: oneOf(READ_TOOLS, {
    description: 'Whose result the command writes.',
    examples: ['k6'],
  }).optional(),
  deadline: quantity(
    parseDuration,
    { from: '1s', to: '2h' },
    {
      description: 'Of the command: longest time of one run, after which it is killed (default 10m).',
      examples: ['2m'],
    },
  ).optional(),
  runs: whole(1, 20, {
    description: 'Of the command, without a base: how many times it is run (default 3).',
    examples: [3],
  }).optional(),
  blocks: whole(6, MOST_BLOCKS, {
    description: 'Of the command, with a base: at most how many times it is run on either side (default 20).',
    examples: [20],
  }).optional(),
};
