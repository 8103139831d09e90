import type { z } from 'zod';
import { gateSchema } from './gate-schema.ts';
import { loadSchema } from './load-schema.ts';
import { scenarioSchema } from './scenario-schema.ts';
import { section, shortText } from './schema-parts.ts';

/** tailgate.yml: the one vocabulary from which messages, JSON Schema and the reference come. */
export const configSchema = section(
  {
    name: shortText('write a name of at most 100 characters', 100, {
      description: "Name of the scenario; together with the input comment-key it is the comment's key.",
      examples: ['realistic'],
    }).prefault('tailgate'),
    target: section(
      {
        ready: shortText('write a path that starts with a slash', 8000, {
          description:
            'Path polled before the load until it answers well several times in a row. Templates go into it, but for captured values.',
          examples: ['/api/v1/health'],
        }).optional(),
        identity: section(
          {
            path: shortText('write a path that starts with a slash', 8000, {
              description: 'Path that is asked for the commit that is served.',
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
              'Proof that the right commit is served: asked before and after the load. Another commit than the one under test makes the run invalid.',
            examples: [{ path: '/api/v1/version', commit: '/commit' }],
          },
        ).optional(),
      },
      {
        description: 'The environment under test. Its URL comes from the input target-url, or --target-url.',
      },
    ).prefault({}),
    load: loadSchema,
    scenario: scenarioSchema,
    baseline: shortText('write FILE, FILE#section or history', 1000, {
      description:
        "What regressions are judged against: a Markdown report, wrk's text or a Tailgate result, as FILE or FILE#section; or the recorded runs, as history, or history@REF for those up to a release's tag or a commit.",
      examples: ['docs/performance-report.md#realistic-final', 'history'],
    }).optional(),
    gate: gateSchema,
  },
  { description: 'tailgate.yml: one scenario and its gate.' },
);

export type Config = z.output<typeof configSchema>;
