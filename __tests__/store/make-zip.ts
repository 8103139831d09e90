import { crc32, deflateRawSync } from 'node:zlib';

/** One entry as it shall stand in the zip, true or not. */
export interface ZipEntry {
  readonly name: string;
  readonly content: string | Buffer;
  /** Unpacked size that the directory claims. */
  readonly claimedBytes?: number;
  /** Unix mode; 0 leaves it out. */
  readonly mode?: number;
  readonly flags?: number;
  /** Number of the compression method, whatever was really done. */
  readonly method?: number;
}

/** A zip as actions/upload-artifact makes it, deflated, or as an attacker might. */
export function makeZip(...entries: readonly ZipEntry[]): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content, claimedBytes, mode = 0o100644, flags = 0x800, method = 8 } of entries) {
    const raw = Buffer.from(content);
    const packed = method === 0 ? raw : deflateRawSync(raw);
    const nameBytes = Buffer.from(name);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(flags, 2);
    common.writeUInt16LE(method, 4);
    common.writeUInt32LE(crc32(raw), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(claimedBytes ?? raw.length, 18);
    common.writeUInt16LE(nameBytes.length, 22);
    const body = Buffer.concat([Buffer.from('PK\u0003\u0004'), common, nameBytes, packed]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE((mode << 16) >>> 0, 6);
    rest.writeUInt32LE(offset, 10);
    // Made on Unix (3), by version 3.0 of the format.
    directory.push(Buffer.from('PK\u0001\u0002'), Buffer.from([30, 3]), common, rest, nameBytes);
    bodies.push(body);
    offset += body.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(entries.length, 4);
  end.writeUInt16LE(entries.length, 6);
  end.writeUInt32LE(central.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...bodies, central, Buffer.from('PK\u0005\u0006'), end]);
}

/** A zip with a result in it, as the example's workflow uploads it. */
export function makeArtifact(result: unknown): Buffer {
  return makeZip({
    name: 'result.json',
    content: typeof result === 'string' ? result : JSON.stringify(result),
  });
}
