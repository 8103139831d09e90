import { checkFilePlace } from '../store/check-place.ts';
import type { Terminal } from './terminal.ts';

/** Stands for the output, where a file's name is asked for. */
const OUTPUT = '-';
const BEGIN = '-----BEGIN TAILGATE RESULT-----';
const END = '-----END TAILGATE RESULT-----';

/** Absolute paths of what the user asked for. */
export interface Places {
  readonly json: string | null;
  readonly markdown: string | null;
  readonly html: string | null;
  /** Whether the result goes to the output, in place of a file. */
  readonly onOutput: boolean;
}

type Asked = Readonly<Partial<Record<'json' | 'markdown' | 'html', string | undefined>>>;

/** Whether what was asked for can be written, before a load whose figures would be lost. Throws ConfigurationError. */
export async function checkPlaces(
  { folder }: Pick<Terminal, 'folder'>,
  { json, markdown, html }: Asked,
): Promise<Places> {
  const placeOf = async (key: string, written: string | undefined) =>
    written === undefined || written === OUTPUT ? null : checkFilePlace(folder, { key, written });
  return {
    json: await placeOf('--json', json),
    markdown: await placeOf('--markdown', markdown),
    html: await placeOf('--html', html),
    onOutput: json === OUTPUT,
  };
}

/** For whoever has only the log, as of a pod that has ended: what is between the marks is the file. */
export function markResult(text: string): string {
  return `${BEGIN}\n${text.trimEnd()}\n${END}`;
}
