import { z } from 'zod';
import { ConfigurationError } from '../configuration-error.ts';
import { LOAD_TIME } from '../durations.ts';
import { explainProfile, isProfileName, PROFILE_NAMES, type ProfileName } from '../profiles.ts';
import { parseDuration, parseRate } from '../units.ts';
import { oneOf, quantity, reading, section, wanted, whole } from './schema-parts.ts';

const OWN_LOAD = {
  description: 'A load of your own: connections and duration, and a rate for an open model.',
  // For editors; what the code below refuses, a JSON Schema has to be told in words of its own.
  dependencies: { arrivals: ['rate'] },
};

/** `load`: a profile's name, or a load of one's own (durations in ms). */
export const loadSchema = z
  .union(
    [
      z
        .string()
        .meta({ enum: PROFILE_NAMES })
        .transform(
          reading((name: string): ProfileName => {
            if (isProfileName(name)) return name;
            throw new ConfigurationError(explainProfile(name));
          }),
        ),
      section(
        {
          connections: whole(1, 10_000, {
            description: 'Connections kept busy at the same time, each with one request under way.',
            examples: [10],
          }),
          duration: quantity(parseDuration, LOAD_TIME, {
            description: 'How long is measured, after the warm-up.',
            examples: ['2m'],
          }),
          warmup: quantity(
            parseDuration,
            { from: '0s', to: '10m' },
            {
              description: 'Load before the measured time, seen by nobody.',
              examples: ['10s'],
            },
          ).prefault('10s'),
          timeout: quantity(
            parseDuration,
            { from: '100ms', to: '10m' },
            {
              description: 'Deadline of each request; a later response is an error.',
              examples: ['10s'],
            },
          ).prefault('10s'),
          rate: quantity(
            parseRate,
            { from: '0.1 /s', to: '100000 /s' },
            {
              description:
                'Open model: requests become due at this rate over all connections, whatever is answered, and latency counts from that moment. Without it each connection sends its next request when the last one is answered.',
              examples: ['300/s'],
            },
          ).optional(),
          saturation: z
            .boolean({ error: wanted('write true or false') })
            .meta({
              description:
                'Closed model: measure half of the connections as well, for 15 s before and 15 s after, to tell whether the service is saturated. No other figure counts them. The profile heavy does so by itself; not beside a base.',
              examples: [true],
            })
            .optional(),
          arrivals: oneOf(['constant', 'poisson'], {
            description:
              'How the requests of a rate are spread: evenly (constant, where nothing is said), or at random as independent users would (poisson). Needs rate.',
            examples: ['poisson'],
          }).optional(),
        },
        OWN_LOAD,
      )
        .superRefine(({ rate, arrivals }, context) => {
          // In a closed model nothing arrives by a schedule, and an option that does nothing is a mistake.
          if (rate !== undefined || arrivals === undefined) return;
          const message = `${arrivals} does nothing without rate: write one beside it, such as rate: 300/s, or take it out`;
          context.addIssue({ code: 'custom', path: ['arrivals'], message });
        })
        .meta(OWN_LOAD),
    ],
    { error: wanted(`write ${PROFILE_NAMES.join(', ')}, or a mapping with connections and duration`) },
  )
  .prefault('realistic')
  .meta({
    description:
      'How hard and how long: light (10 connections, 2 min, GET only), realistic (10, 2 min), medium (50, 5 min), heavy (100, 3 min, GET only), soak (25, 30 min, GET only), each with 10 s of warm-up and a deadline of 10 s; or connections and duration of your own.',
    examples: ['realistic', { connections: 10, duration: '2m' }],
  });
