import { z } from 'zod';
import { LANGUAGES } from '../language.ts';
import { checkPattern } from '../paths.ts';
import { PROFILE_NAMES } from '../profiles.ts';
import { costSchema, environmentSchema } from './environment-schema.ts';
import { gateSchema } from './gate-schema.ts';
import { loadSchema, profilesSchema } from './load-schema.ts';
import { probesSchema } from './probe-schema.ts';
import { scenarioSchema } from './scenario-schema.ts';
import { oneOf, reading, section, shortText, wanted } from './schema-parts.ts';

const PATTERN = 'write a path or a pattern such as services/shop/**';

const pathsSchema = z
  .array(
    z
      .string({ error: wanted(PATTERN) })
      .max(200, { error: wanted(`${PATTERN}, of at most 200 characters`) })
      .transform(reading(checkPattern)),
    { error: wanted('write a list such as [services/shop/**, libs/**]') },
  )
  .min(1, { error: wanted(`${PATTERN}, or leave the key out`) })
  .max(50, { error: () => 'has more than 50 patterns: write fewer, more general ones' })
  .refine((patterns) => patterns.length === 0 || patterns.some((pattern) => !pattern.startsWith('!')), {
    error: () => 'only excludes files, so nothing would ever be measured: start with a pattern such as **',
  })
  .meta({
    description:
      'Files in the repository that affect the service, as patterns like those of GitHub’s own paths: * within a folder, ** across folders, and ! to exclude; the last match decides. A pull request that changes none of them passes in seconds without a measurement. This file, its baseline, and data and body files always count.',
    examples: [['services/shop/**', 'libs/**', '!**/*.md']],
  });

/** tailgate.yml: the one vocabulary from which messages, JSON Schema and the reference come. */
export const configSchema = section(
  {
    name: shortText('write a name of at most 100 characters', 100, {
      description:
        'Name of the scenario. Together with the path of this file and the job, or with the input comment-key, it identifies the measurement.',
      examples: ['realistic'],
    }).prefault('tailgate'),
    language: oneOf(LANGUAGES, {
      description:
        'Language of the comment, the check run, the step summary and the terminal’s report. The log, the outputs and the result file are in English.',
      examples: ['fr'],
    }).optional(),
    paths: pathsSchema.optional(),
    target: section(
      {
        ready: shortText('write a path that starts with a slash', 8000, {
          description:
            'Path polled before the load until it returns 2xx several times in a row. May contain templates, except captured values.',
          examples: ['/api/v1/health'],
        }).optional(),
        identity: section(
          {
            path: shortText('write a path that starts with a slash', 8000, {
              description: 'Path that returns the commit that is served.',
              examples: ['/api/v1/version'],
            }),
            commit: shortText('write a JSON Pointer such as /commit', 1000, {
              description:
                'JSON Pointer (RFC 6901) to the SHA, or at least its first 7 digits, in the response.',
              examples: ['/commit'],
            }),
          },
          {
            description:
              'Verifies which commit is served, before and after the load. A commit other than the one under test makes the run invalid.',
            examples: [{ path: '/api/v1/version', commit: '/commit' }],
          },
        ).optional(),
      },
      {
        description: 'The environment under test. Its URL comes from the input target-url, or --target-url.',
      },
    ).prefault({}),
    environment: environmentSchema.optional(),
    cost: costSchema.optional(),
    load: loadSchema,
    profiles: profilesSchema,
    scenario: scenarioSchema.optional(),
    probes: probesSchema,
    baseline: shortText('write FILE, FILE#section or history', 1000, {
      description:
        "What regressions are compared with: a Markdown report, wrk's output or a Tailgate result, as FILE or FILE#section; or the recorded runs, as history, or as history@REF for those up to a release's tag or a commit.",
      examples: ['docs/performance-report.md#realistic-final', 'history'],
    }).optional(),
    gate: gateSchema,
  },
  {
    description: 'tailgate.yml: one scenario and its gate.',
    // For editors: without profiles of its own a file has those that are built in.
    if: { not: { required: ['profiles'] } },
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    then: { properties: { load: { if: { type: 'string' }, then: { enum: PROFILE_NAMES } } } },
  },
);

export type Config = z.output<typeof configSchema>;
