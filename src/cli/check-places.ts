import { checkFilePlace } from '../store/check-place.ts';
import type { Terminal } from './terminal.ts';

/** Stands for the output, where a file's name is asked for. */
const OUTPUT = '-';
const BEGIN = '-----BEGIN TAILGATE RESULT-----';
const END = '-----END TAILGATE RESULT-----';

interface Places {
  readonly jsonFile: string | null;
  readonly markdownFile: string | null;
  readonly onOutput: boolean;
}

/** Whether what was asked for can be written, before a load whose figures would be lost. Throws ConfigurationError. */
export async function checkPlaces(
  { folder }: Pick<Terminal, 'folder'>,
  { json, markdown }: { readonly json?: string | undefined; readonly markdown?: string | undefined },
): Promise<Places> {
  const placeOf = async (key: string, written: string | undefined) =>
    written === undefined || written === OUTPUT ? null : checkFilePlace(folder, { key, written });
  return {
    jsonFile: await placeOf('--json', json),
    markdownFile: await placeOf('--markdown', markdown),
    onOutput: json === OUTPUT,
  };
}

/** For whoever has only the log, as of a pod that has ended: what is between the marks is the file. */
export function markResult(text: string): string {
  return `${BEGIN}\n${text.trimEnd()}\n${END}`;
}
