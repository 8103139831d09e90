/** yauzl ships no types; these are the parts in use. */
declare module 'yauzl' {
  import type { Readable } from 'node:stream';

  export interface Entry {
    readonly fileName: string;
    readonly fileNameRaw: Buffer;
    /** Bytes, as the central directory says. */
    readonly uncompressedSize: number;
    readonly externalFileAttributes: number;
    canDecodeFileData(): boolean;
  }

  export interface ZipFile {
    readonly entryCount: number;
    eachEntry(): AsyncIterable<Entry>;
    /** Its stream fails where the data has another size than `uncompressedSize`. */
    openReadStreamPromise(entry: Entry): Promise<Readable>;
  }

  const yauzl: {
    fromBufferPromise(
      buffer: Buffer,
      options: { strictFileNames: boolean; validateEntrySizes: boolean },
    ): Promise<ZipFile>;
  };
  export default yauzl;
}
