import { redactError } from './config/secrets/redact-error.ts';

/**
 * Why the program's own code could not be loaded, in a sentence. Node would end with 1, and that is the exit code of a
 * verdict.
 */
export function explainUnloadable(error: unknown, { version, env }: NodeJS.Process): string {
  return `Tailgate could not be loaded, so that there is no verdict. It needs Node 20 or later, and this is ${version}: ${redactError(error, env)}`;
}
