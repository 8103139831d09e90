import { Lexer, Parser } from 'yaml';
import { ConfigurationError, type Place } from '../configuration-error.ts';

/** Levels of lists and mappings. */
export const MAX_DEPTH = 50;
const MAX_TOKENS = 100_000;

/**
 * Building a document recurses: nested deeply enough, it ends the process without an error that could be caught, and
 * some junk takes it many seconds. The parser beneath keeps a stack of its own, and tells both in time.
 */
export function checkMeasure(text: string, file: string): void {
  const parser = new Parser();
  let tokens = 0;
  for (const lexeme of new Lexer().lex(text)) {
    tokens += 1;
    // Only the stack counts; what comes out is made again for the document.
    for (const _ of parser.next(lexeme));
    if (parser.stack.length > 4 * MAX_DEPTH) throw tooDeep({ file });
    if (tokens > MAX_TOKENS) {
      throw new ConfigurationError('is longer than a scenario needs: remove some requests and comments', {
        file,
      });
    }
  }
}

export function tooDeep(place: Place): ConfigurationError {
  return new ConfigurationError(`is nested more than ${MAX_DEPTH} deep: remove some levels`, place);
}
