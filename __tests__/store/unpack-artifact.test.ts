/** What an attacker may put into a zip, and the one thing that is taken out of it. */
import { randomBytes } from 'node:crypto';
import { Unpublishable } from '../../src/evidence/unpublishable.ts';
import { unpackArtifact } from '../../src/store/unpack-artifact.ts';
import { makeZip } from './make-zip.ts';

const file = { name: 'result.json', content: '{"format":"tailgate/1"}' };
const MIB = 1024 * 1024;

async function refusalOf(zip: Buffer, maxBytes?: number): Promise<Unpublishable> {
  const error = await unpackArtifact(zip, maxBytes).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof Unpublishable)) throw new Error(`not refused: ${error}`);
  return error;
}

test.each([
  ['deflated', {}],
  ['stored', { method: 0 }],
  ['made elsewhere than on Unix', { mode: 0 }],
])('one result.json, %s, is unpacked', async (_, how) => {
  expect(await unpackArtifact(makeZip({ ...file, ...how }))).toBe(file.content);
});

test.each([
  ['a second file', [file, { name: 'extra.txt', content: 'x' }], 'it contains 2 files'],
  ['the file twice', [file, file], 'it contains 2 files'],
  ['no file', [], 'it contains 0 files'],
  ['another file', [{ ...file, name: 'payload.json' }], 'not called result.json'],
  ['a file in a folder', [{ ...file, name: 'out/result.json' }], 'not called result.json'],
  ['a folder', [{ name: 'result.json/', content: '' }], 'not called result.json'],
  ['other letters that look alike', [{ ...file, name: 'rеsult.json' }], 'not called result.json'],
  ['a symbolic link', [{ ...file, content: '/etc/passwd', mode: 0o120777 }], 'a link or something else'],
  ['a device', [{ ...file, mode: 0o020666 }], 'a link or something else'],
  ['an encrypted file', [{ ...file, flags: 0x801 }], 'encrypted or packed in an unusual way'],
  ['an unusual compression', [{ ...file, method: 12 }], 'encrypted or packed in an unusual way'],
])('refused: %s', async (_, entries, why) => {
  const { code, message } = await refusalOf(makeZip(...entries));
  expect([code, message]).toEqual(['other-files', expect.stringContaining(why)]);
});

test.each([
  '../result.json',
  '../../etc/cron.d/x',
  '/result.json',
  'C:/result.json',
  '..\\result.json',
])('refused: a path out of the folder, %s', async (name) => {
  const refused = await refusalOf(makeZip({ ...file, name }));
  expect(refused.code).toBe('not-a-zip');
  // The name is the attacker's: it stays out of the message.
  expect(refused.message).toBe('The artifact is not a readable zip file.');
});

test('a zip bomb is refused by what it claims', async () => {
  const bomb = makeZip({ name: 'result.json', content: Buffer.alloc(17 * MIB) });
  expect(bomb.length).toBeLessThan(100_000);
  const { code, message } = await refusalOf(bomb);
  expect([code, message]).toEqual(['too-large', expect.stringContaining('more than 16 MiB')]);
});

test('a zip bomb that claims to be small is stopped where it gets larger', async () => {
  const bomb = makeZip({ name: 'result.json', content: Buffer.alloc(24 * MIB), claimedBytes: 1000 });
  const before = process.memoryUsage().arrayBuffers;
  expect((await refusalOf(bomb)).code).toBe('not-a-zip');
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(12 * MIB);
});

test('a file that is smaller than it claims is refused', async () => {
  expect((await refusalOf(makeZip({ ...file, claimedBytes: 1000 }))).code).toBe('not-a-zip');
});

test('a file of just the size that is allowed is read', async () => {
  const content = 'x'.repeat(2 * MIB);
  const zip = makeZip({ name: 'result.json', content });
  expect((await unpackArtifact(zip, 2 * MIB)).length).toBe(2 * MIB);
  expect((await refusalOf(zip, 2 * MIB - 1)).code).toBe('too-large');
});

test.each([
  ['nothing', Buffer.alloc(0)],
  ['a page of HTML', Buffer.from('<html><title>Sign in</title></html>')],
  ['a plain result', Buffer.from(file.content)],
  ['noise', randomBytes(5000)],
])('no zip: %s', async (_, bytes) => {
  expect((await refusalOf(bytes)).code).toBe('not-a-zip');
});

test('a zip that was cut off anywhere is refused', async () => {
  const zip = makeZip(file);
  for (let length = 0; length < zip.length; length++) {
    expect((await refusalOf(zip.subarray(0, length))).code).toBe('not-a-zip');
  }
});

test('any flipped byte is refused or changes nothing but what is not looked at', async () => {
  const zip = makeZip(file);
  for (let at = 0; at < zip.length; at++) {
    const changed = Buffer.from(zip);
    changed[at] = (changed[at] as number) ^ 0xff;
    const read = await unpackArtifact(changed).catch((error: unknown) => error);
    // Content may change where the compressed bytes do: the digest of the whole is checked before.
    if (!(read instanceof Unpublishable)) expect(typeof read).toBe('string');
  }
});

test('a text that is no UTF-8 is refused', async () => {
  const { code, message } = await refusalOf(
    makeZip({ name: 'result.json', content: Buffer.from([0x22, 0xff, 0x22]) }),
  );
  expect([code, message]).toEqual(['not-a-result', expect.stringContaining('is not UTF-8 text')]);
});
