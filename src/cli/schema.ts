import { writeJsonSchema } from '../config/schema/json-schema.ts';
import { EXIT } from '../exit-codes.ts';
import type { Command } from './main.ts';
import { readFlags } from './read-flags.ts';

export const printSchema: Command = async (words, terminal) => {
  readFlags('schema', words);
  terminal.out(writeJsonSchema().trimEnd());
  return EXIT.pass;
};
