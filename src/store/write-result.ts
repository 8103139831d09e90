import type { Result } from '../evidence/result/schema.ts';
import { writeWhole } from './write-whole.ts';

/**
 * Writes the result file, whole or not at all. No secret may be in it: nobody masks files.
 * @param write `writeNamed` where the user named the file
 */
export async function writeResult(
  file: string,
  result: Result,
  write: (file: string, text: string) => Promise<void> = writeWhole,
): Promise<void> {
  await write(file, `${JSON.stringify(result, null, 2)}\n`);
}
