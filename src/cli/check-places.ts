import { checkFilePlace } from '../store/check-place.ts';
import { checkReceivers } from '../store/export/check-receivers.ts';
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
  readonly junit: string | null;
  readonly prometheus: string | null;
  /** Whether the result goes to the output, in place of a file. */
  readonly onOutput: boolean;
}

type Asked = Readonly<
  Partial<
    Record<'json' | 'markdown' | 'html' | 'junit' | 'prometheus' | 'otlp' | 'webhook', string | undefined>
  >
>;

/**
 * Whether what was asked for can be written, and sent, before a load whose figures would be lost. Throws
 * ConfigurationError.
 */
export async function checkPlaces(
  { folder, env }: Pick<Terminal, 'folder' | 'env'>,
  { json, markdown, html, junit, prometheus, otlp, webhook }: Asked,
): Promise<Places> {
  const placeOf = async (key: string, written: string | undefined) =>
    written === undefined || written === OUTPUT ? null : checkFilePlace(folder, { key, written });
  checkReceivers({ otlp, webhook }, env);
  return {
    json: await placeOf('--json', json),
    markdown: await placeOf('--markdown', markdown),
    html: await placeOf('--html', html),
    junit: await placeOf('--junit', junit),
    prometheus: await placeOf('--prometheus', prometheus),
    onOutput: json === OUTPUT,
  };
}

/** For whoever has only the log, as of a pod that has ended: what is between the marks is the file. */
export function markResult(text: string): string {
  return `${BEGIN}\n${text.trimEnd()}\n${END}`;
}
