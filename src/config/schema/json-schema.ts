import { z } from 'zod';
import { configSchema } from './config-schema.ts';

/** A JSON Schema, as far as it is read here. */
export interface JsonSchema {
  readonly [keyword: string]: unknown;
}

/** JSON Schema (draft 7, which editors know best) of tailgate.yml, from the schema that parses it. */
export function toJsonSchema(): JsonSchema {
  const { $schema, ...schema } = z.toJSONSchema(configSchema, {
    io: 'input',
    target: 'draft-7',
    // zod takes examples for what a transform yields and drops them here; ours are what the user writes.
    override: ({ zodSchema, jsonSchema }) => {
      const examples = z.globalRegistry.get(zodSchema)?.examples;
      if (Array.isArray(examples)) jsonSchema.examples = examples;
    },
  });
  return { $schema, $id: 'tailgate.schema.json', title: 'tailgate.yml', ...schema };
}

/** The text of docs/tailgate.schema.json and of `tailgate schema`. */
export function writeJsonSchema(): string {
  return `${JSON.stringify(toJsonSchema(), null, 2)}\n`;
}
