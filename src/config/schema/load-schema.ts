import { z } from 'zod';
import { ConfigurationError } from '../configuration-error.ts';
import { explainProfile, isProfileName, PROFILE_NAMES, type ProfileName } from '../profiles.ts';
import { parseDuration, parseRate } from '../units.ts';
import { quantity, reading, section, wanted, whole } from './schema-parts.ts';

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
          duration: quantity(
            parseDuration,
            { from: '1s', to: '2h' },
            {
              description: 'How long is measured, after the warm-up.',
              examples: ['2m'],
            },
          ),
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
              description: 'Deadline of each request; a later answer is an error.',
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
          arrivals: z
            .enum(['constant', 'poisson'])
            .prefault('constant')
            .meta({
              description:
                'How the requests of a rate are spread: evenly, or at random as independent users would.',
              examples: ['poisson'],
            }),
        },
        { description: 'A load of your own: connections and duration, and a rate for an open model.' },
      ),
    ],
    { error: wanted(`write ${PROFILE_NAMES.join(', ')}, or a mapping with connections and duration`) },
  )
  .prefault('realistic')
  .meta({
    description:
      'How hard and how long: light (10 connections, 2 min, GET only), realistic (10, 2 min), medium (50, 5 min), heavy (100, 3 min, GET only), soak (25, 30 min, GET only), each with 10 s of warm-up and a deadline of 10 s; or connections and duration of your own.',
    examples: ['realistic', { connections: 10, duration: '2m' }],
  });
