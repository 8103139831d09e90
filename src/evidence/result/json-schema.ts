import { z } from 'zod';
import { resultSchema } from './schema.ts';

/** JSON Schema (2020-12) of the result file. It allows further keys, as a reader of results should. */
export function toResultJsonSchema(): Readonly<Record<string, unknown>> {
  const { $schema, ...schema } = z.toJSONSchema(resultSchema, { io: 'input' });
  return {
    $schema,
    $id: 'result.schema.json',
    title: 'Tailgate result',
    description: 'The result file of a run, format tailgate/1. docs/result.md is its page.',
    ...schema,
  };
}

/** The text of docs/result.schema.json. */
export function writeResultJsonSchema(): string {
  return `${JSON.stringify(toResultJsonSchema(), null, 2)}\n`;
}
