import { brotliCompressSync, constants, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { unpackSample } from '../../src/engine/worker/sample.ts';
import { drawn, testInFull } from '../part.ts';

const unpacked = (bytes: Buffer, encoding: string, { type = '', isCut = false } = {}) =>
  unpackSample({ kind: 'status', status: 500, text: '', body: { bytes, isCut, encoding, type } });

/** Words that don't compress to nothing, so that what is kept of it is its start only. */
const LONG = Array.from({ length: 20_000 }, (_, i) => ((i * 2654435761) % 4294967296).toString(36)).join(' ');

describe('a sample', () => {
  test('of a response is the start of its text, 4,096 characters at most', () => {
    expect(unpacked(Buffer.from('missing field: é'), '')).toEqual({
      kind: 'status',
      status: 500,
      text: 'missing field: é',
      isCut: false,
    });
    expect(unpacked(Buffer.from('x'.repeat(5000)), '')).toMatchObject({
      text: 'x'.repeat(4096),
      isCut: true,
    });
  });

  test('has no secret of its own, also where it is cut off in the midst of one', () => {
    const sample = (text: string, isCut = false) =>
      unpackSample({
        kind: 'status',
        status: 500,
        text: '',
        body: { bytes: gzipSync(text), isCut: false, encoding: 'gzip', type: '' },
        secrets: ['a secret & of its own'],
        ...(isCut && { body: { bytes: Buffer.from(text), isCut, encoding: '', type: '' } }),
      }).text;
    expect(sample('It is "a secret &amp; of its own", a%20secret%20%26%20of%20its%20own.')).toBe(
      'It is "***", ***.',
    );
    expect(sample('It is a secret & o', true)).toBe('It is ');
  });

  test('of a socket error is its words', () => {
    expect(unpackSample({ kind: 'socket', status: null, text: 'read ECONNRESET' })).toEqual({
      kind: 'socket',
      status: null,
      text: 'read ECONNRESET',
      isCut: false,
    });
  });

  test('says where it was cut off: in the body, in what was unpacked, or in what is shown of it', () => {
    expect(unpacked(Buffer.from('some'), '', { isCut: true }).isCut).toBe(true);
    expect(unpacked(gzipSync('some'), 'gzip').isCut).toBe(false);
    expect(unpacked(gzipSync('some'), 'gzip', { isCut: true }).isCut).toBe(true);
    expect(unpacked(gzipSync(Buffer.alloc(4 * 1024 * 1024, 'b')), 'gzip').isCut).toBe(true);
    expect(unpacked(Buffer.from('x'.repeat(4096)), '').isCut).toBe(false);
  });

  test('that is packed more often than anybody does is left as it is', () => {
    let bytes = Buffer.from('no');
    const packed = (times: number) => Array.from({ length: times }, () => 'gzip').join(', ');
    for (let i = 0; i < 4; i++) bytes = gzipSync(bytes);
    expect(unpacked(bytes, packed(4)).text).toBe('no');
    bytes = gzipSync(bytes);
    expect(unpacked(bytes, packed(5)).text).toBe(
      `(${bytes.length} bytes of ${packed(5)} that can't be unpacked)`,
    );
    // As many as a head holds: the sample tells no more than a few of them.
    expect(unpacked(bytes, packed(10_000)).text.length).toBeLessThan(100);
  });

  test('in two codings, without zlib’s wrapper, and in none', () => {
    expect(unpacked(brotliCompressSync(gzipSync('no such unit')), 'gzip, br').text).toBe('no such unit');
    expect(unpacked(deflateRawSync('no such unit'), 'deflate').text).toBe('no such unit');
    expect(unpacked(Buffer.from('no such unit'), 'identity').text).toBe('no such unit');
  });

  test.each([
    'zstd',
    'compress',
    'gzip, other',
  ])('in %s, which is not read, is shown as a length', (encoding) => {
    expect(unpacked(Buffer.from('anything'), encoding).text).toBe(
      `(8 bytes of ${encoding} that can't be unpacked)`,
    );
  });

  test('in a charset that is not read is shown as a length, since it may say anything', () => {
    expect(unpacked(Buffer.from('+AHMAdQBw-'), '', { type: 'text/plain; charset=UTF-7' }).text).toBe(
      "(10 bytes of UTF-7 that can't be read)",
    );
  });

  test.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ] as const)('is unpacked from %s, whole or cut off', (encoding, compress) => {
    expect(unpacked(compress('{"error":"no such unit"}'), encoding).text).toBe('{"error":"no such unit"}');
    const start = compress(LONG).subarray(0, 4096);
    expect(unpacked(start, encoding).text).toBe(LONG.slice(0, 4096));
  });

  test.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
  ] as const)('that is a decompression bomb by %s is shown from its start', (encoding, compress) => {
    const bomb = compress(Buffer.alloc(drawn(64, 4) * 1024 * 1024, 'b'));
    expect(unpacked(bomb, encoding).text).toBe('b'.repeat(4096));
    expect(unpacked(bomb.subarray(0, 4096), encoding).text).toBe('b'.repeat(4096));
  });

  testInFull('that becomes a million times as much is shown as a length', () => {
    // The best quality takes six seconds, and makes it no smaller.
    const params = { [constants.BROTLI_PARAM_QUALITY]: 5 };
    const bomb = brotliCompressSync(Buffer.alloc(256 * 1024 * 1024, 'b'), { params });
    expect(bomb.length).toBeLessThan(4096);
    expect(unpacked(bomb, 'br').text).toBe(`(${bomb.length} bytes of br that can't be unpacked)`);
  });

  test.each(['gzip', 'deflate', 'br'])('that only says it is %s is shown as a length', (encoding) => {
    expect(unpacked(Buffer.alloc(10, 0xff), encoding).text).toBe(
      `(10 bytes of ${encoding} that can't be unpacked)`,
    );
  });

  test('whose body stayed empty is empty', () => {
    expect(unpacked(Buffer.alloc(0), '').text).toBe('');
  });
});
