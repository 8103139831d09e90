import { z } from 'zod';
import { LOAD_TIME } from '../durations.ts';
import type { Method } from '../plan.ts';
import { PROFILE_NAMES } from '../profiles.ts';
import { parseDuration, parseRate } from '../units.ts';
import { breakpointSchema } from './breakpoint-schema.ts';
import { checkTogether } from './check-load.ts';
import { COMMAND_SHAPE } from './command-schema.ts';
import { METHOD_KEYS } from './request-parts.ts';
import { oneOf, quantity, section, shortText, wanted, whole } from './schema-parts.ts';

const RATES = { from: '0.1 /s', to: '100000 /s' };
const MOST_STAGES = 50;

const connections = (description: string, example: number) =>
  whole(1, 10_000, { description, examples: [example] });
const rate = (description: string, example: string) =>
  quantity(parseRate, RATES, { description, examples: [example] });
const duration = (description: string) =>
  quantity(parseDuration, LOAD_TIME, { description, examples: ['2m'] });

const stageSchema = section(
  {
    name: shortText('write a name of at most 60 characters', 60, {
      description: 'Name in tables. Default: stage 1, stage 2, …',
      examples: ['spike'],
    }).optional(),
    connections: z
      .union(
        [
          connections('Connections of the stage.', 50),
          section(
            {
              from: connections('Number at the beginning of a ramp.', 10),
              to: connections('Number at the end of a ramp.', 50),
            },
            { description: 'A ramp: from this many at the beginning to that many at the end.' },
          ),
        ],
        { error: wanted('write a whole number, or a ramp such as { from: 10, to: 50 }') },
      )
      .meta({
        description:
          'Connections of the stage; or a ramp between two numbers, with connections that open or close one at a time.',
        examples: [50, { from: 10, to: 50 }],
      }),
    duration: duration('How long the stage lasts.'),
    rate: z
      .union(
        [
          rate('Rate of the stage.', '300/s'),
          section(
            {
              from: rate('Rate at the beginning of a ramp.', '50/s'),
              to: rate('Rate at the end of a ramp.', '300/s'),
            },
            { description: 'A ramp: from this rate at the beginning to that rate at the end.' },
          ),
        ],
        { error: wanted('write a rate such as 300/s, or a ramp such as { from: 50/s, to: 300/s }') },
      )
      .meta({
        description:
          'Rate of the stage, as in load.rate; or a ramp between two rates. Either all stages have one, or none.',
        examples: ['300/s', { from: '50/s', to: '300/s' }],
      })
      .optional(),
  },
  { description: 'A stage of the load.' },
);

const LOAD_SHAPE = {
  connections: connections(
    'Connections kept busy at the same time, each with one request in flight.',
    10,
  ).optional(),
  duration: duration(
    'Measured time, after the warm-up; for a breakpoint, the longest time of the search (default 230s).',
  ).optional(),
  stages: z
    .array(stageSchema, { error: wanted('write a list such as - { connections: 10, duration: 30s }') })
    .min(1, {
      error: () => 'has no stage in it: write at least one, such as - { connections: 10, duration: 30s }',
    })
    .max(MOST_STAGES, { error: () => `has more than ${MOST_STAGES} stages in it: merge some` })
    .meta({
      description:
        'Stages that follow one another without a pause, instead of connections, duration and rate: steps or ramps.',
      examples: [
        [
          { name: 'calm', connections: 10, duration: '30s' },
          { name: 'climb', connections: { from: 10, to: 50 }, duration: '10s' },
        ],
      ],
    })
    .optional(),
  warmup: quantity(
    parseDuration,
    { from: '0s', to: '10m' },
    {
      description: 'Warm-up before the measured time; its results are discarded.',
      examples: ['10s'],
    },
  ).prefault('10s'),
  timeout: quantity(
    parseDuration,
    { from: '100ms', to: '10m' },
    {
      description: 'Timeout of each request; a later response is an error.',
      examples: ['10s'],
    },
  ).prefault('10s'),
  rate: rate(
    'Open model: requests become due at this rate, over all connections together, however fast responses arrive; latency counts from the moment a request is due. Default: each connection sends its next request when the last one is answered (closed model).',
    '300/s',
  ).optional(),
  saturation: z
    .boolean({ error: wanted('write true or false') })
    .meta({
      description:
        'Closed model: also measure half of the connections, for 15 s before and 15 s after, to see whether the service is saturated. They count in no other figure. On by default in the profile heavy; not available with a base.',
      examples: [true],
    })
    .optional(),
  arrivals: oneOf(['constant', 'poisson'], {
    description:
      'How the requests of a rate are spaced: evenly (constant, the default), or at random like independent users (poisson). Needs rate.',
    examples: ['poisson'],
  }).optional(),
  breakpoint: breakpointSchema.optional(),
};

/** For editors: a command says by itself how hard and how long. */
const NO_LOAD_BESIDE = {
  properties: Object.fromEntries(Object.keys(LOAD_SHAPE).map((key) => [key, false])),
};

/** For editors; what the code below refuses, a JSON Schema has to be told in words of its own. */
const ONE_OF = {
  oneOf: [
    {
      required: ['connections', 'duration'],
      properties: { stages: false, breakpoint: false, command: false },
      dependencies: { arrivals: ['rate'] },
    },
    {
      required: ['stages'],
      properties: { connections: false, duration: false, rate: false, breakpoint: false, command: false },
    },
    {
      required: ['breakpoint'],
      properties: { connections: false, stages: false, rate: false, command: false },
    },
  ],
};
const OWN_LOAD = {
  description:
    'A load of your own: connections and duration, and a rate for an open model; or stages; or a breakpoint; or a command that makes it.',
  oneOf: [...ONE_OF.oneOf, { required: ['command', 'reads'], ...NO_LOAD_BESIDE }],
};
const OWN_PROFILE = { description: 'A load of your own under a name.', ...ONE_OF };

const ownLoad = section({ ...LOAD_SHAPE, ...COMMAND_SHAPE }, OWN_LOAD)
  .superRefine(checkTogether)
  .meta(OWN_LOAD);

const METHODS = METHOD_KEYS.map((key) => key.toUpperCase()) as [Method, ...Method[]];

const profileSchema = section(
  {
    ...LOAD_SHAPE,
    methods: z
      .array(oneOf(METHODS, { description: 'A method.' }), {
        error: wanted('write a list of methods, such as [GET]'),
      })
      .min(1, { error: () => 'has no method in it: write at least one, such as [GET]' })
      .meta({
        description:
          'The only methods that are sent, such as GET to leave no data behind. Default: all methods in the scenario.',
        examples: [['GET']],
      })
      .optional(),
  },
  OWN_PROFILE,
)
  .superRefine(checkTogether)
  .meta(OWN_PROFILE);

const profileName = /^[A-Za-z][\w-]{0,59}$/;

/** `profiles`: a project's own, by their names. */
export const profilesSchema = z
  .record(
    z.string().regex(profileName, {
      error: () => 'is no name of a profile: use at most 60 letters, digits, _ and -, a letter first',
    }),
    profileSchema,
    { error: wanted('write a mapping from names to loads') },
  )
  .prefault({})
  .meta({
    description:
      'Your own named loads, selected with load, the input profile or --profile: the keys of load, and methods.',
    examples: [{ lunch: { connections: 40, duration: '2m', methods: ['GET'] } }],
  });

/** `load`: a profile's name, or a load of one's own (durations in ms). Whether there is such a profile isn't known. */
export const loadSchema = z
  .union([z.string().meta({ description: 'Name of a profile, built in or of profiles.' }), ownLoad], {
    error: wanted(
      `write ${PROFILE_NAMES.join(', ')}, a name of profiles, or a mapping with connections and duration, stages, breakpoint, or command`,
    ),
  })
  .prefault('realistic')
  .meta({
    description:
      'How hard and how long: light (10 connections, 2 min, GET only), realistic (10, 2 min), medium (50, 5 min), heavy (100, 3 min, GET only), spike (10, 50, 200, 50 and 10 again, 3 min in all, GET only), soak (25, 30 min, GET only), breakpoint (a search from 1 to 400 connections, 4 min), each with 10 s of warm-up and a request timeout of 10 s; one of profiles; or your own connections and duration, or stages, or a breakpoint, or a command that starts your own load generator.',
    examples: ['realistic', { connections: 10, duration: '2m' }],
  });

export type LoadConfig = z.output<typeof ownLoad>;
export type StageConfig = z.output<typeof stageSchema>;
