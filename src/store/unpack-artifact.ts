import yauzl, { type Entry, type ZipFile } from 'yauzl';
import { Unpublishable } from '../evidence/unpublishable.ts';

/** What a result may take, unpacked. Those of a hundred requests have some hundred kilobytes. */
const MOST_BYTES = 16 * 1024 * 1024;

const FILE = 'result.json';

/**
 * The text of the one file that an artifact's zip holds, unpacked in memory: nothing in it gets a path on this machine.
 * Throws Unpublishable where there is anything else than a plain result.json in it.
 */
export async function unpackArtifact(zip: Buffer, maxBytes = MOST_BYTES): Promise<string> {
  try {
    const archive = await yauzl.fromBufferPromise(zip, { strictFileNames: true, validateEntrySizes: true });
    if (archive.entryCount !== 1) {
      throw otherFiles(`it contains ${archive.entryCount} files, not just ${FILE}`);
    }
    for await (const entry of archive.eachEntry()) return await readEntry(archive, entry, maxBytes);
    throw otherFiles('it is empty');
  } catch (error) {
    if (error instanceof Unpublishable) throw error;
    const message = error instanceof Error ? error.message : String(error);
    throw new Unpublishable('not-a-zip', 'The artifact is not a readable zip file.', message);
  }
}

async function readEntry(archive: ZipFile, entry: Entry, maxBytes: number): Promise<string> {
  // The raw name as well: an extra field may give an entry a second one.
  if (entry.fileName !== FILE || !entry.fileNameRaw.equals(Buffer.from(FILE))) {
    throw otherFiles(`its one file is not called ${FILE}`, entry.fileName);
  }
  if (!isPlainFile(entry)) throw otherFiles(`${FILE} is a link or something else that is not a file`);
  if (!entry.canDecodeFileData()) throw otherFiles(`${FILE} is encrypted or packed in an unusual way`);
  if (entry.uncompressedSize > maxBytes) throw tooLarge(maxBytes);
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of await archive.openReadStreamPromise(entry)) {
    bytes += part.length;
    if (bytes > maxBytes) throw tooLarge(maxBytes);
    parts.push(part);
  }
  return decode(Buffer.concat(parts));
}

/** Zips made on Unix keep the file's type in the upper half; others leave it 0. */
function isPlainFile({ externalFileAttributes }: Entry): boolean {
  const type = (externalFileAttributes >>> 16) & 0o170000;
  return type === 0 || type === 0o100000;
}

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Unpublishable('not-a-result', `The artifact’s ${FILE} is refused: it is not UTF-8 text.`);
  }
}

function tooLarge(maxBytes: number): Unpublishable {
  const allowed = maxBytes / 1024 / 1024;
  return new Unpublishable(
    'too-large',
    `The artifact’s ${FILE} takes more than ${allowed} MiB, which is the most that is read.`,
  );
}

function otherFiles(why: string, detail: string | null = null): Unpublishable {
  return new Unpublishable('other-files', `The artifact is refused: ${why}.`, detail);
}
