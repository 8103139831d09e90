import type { ResultFile } from '../evidence/result-file.ts';
import { writeWhole } from './write-whole.ts';

/** Writes the result file, whole or not at all. No secret may be in it: nobody masks files. */
export async function writeResult(file: string, result: ResultFile): Promise<void> {
  await writeWhole(file, `${JSON.stringify(result, null, 2)}\n`);
}
