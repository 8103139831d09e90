/** What `init --from` is given: logs as they are rotated and saved, documents of any size, and files that are none. */
import { mkdir, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { draftFrom } from '../../src/cli/draft-from.ts';
import { ConfigurationError } from '../../src/config/configuration-error.ts';
import { openSource } from '../../src/store/read-source.ts';
import { RUNS_ALL } from '../part.ts';

const MIB = 1024 * 1024;
const lineOf = (path: string) =>
  `203.0.113.7 - - [10/Oct/2026:13:55:36 +0000] "GET ${path} HTTP/1.1" 200 5 "-" "curl"`;
/** Longer than the 64 KiB by which a format is told. */
const LOG = Array.from({ length: 2000 }, (_, i) => lineOf(i % 4 === 0 ? '/orders' : `/items/${i}`)).join(
  '\n',
);

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tailgate-source-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const write = (name: string, content: string | Uint8Array) => writeFile(join(folder, name), content);
const linesOf = async (name: string) => {
  const lines: string[] = [];
  for await (const line of (await openSource(folder, name)).lines()) lines.push(line);
  return lines;
};

test.each([
  ['as it is', LOG],
  ['packed, as logs are rotated', gzipSync(LOG)],
  [
    'packed in two parts, one behind the other',
    Buffer.concat([gzipSync(LOG.slice(0, 90_001)), gzipSync(LOG.slice(90_001))]),
  ],
  [
    'with the ends of lines that Windows writes, and a mark of UTF-8',
    `\ufeff${LOG.replaceAll('\n', '\r\n')}\r\n`,
  ],
])('a log %s is the same scenario', async (_, content) => {
  await write('access.log', LOG);
  await write('other', content);
  const [plain, other] = [
    await draftFrom(folder, 'access.log', false),
    await draftFrom(folder, 'other', false),
  ];
  expect(plain.requests.map(({ path, weight }) => [path.replace(/\{\{pick .*\}\}/, '{}'), weight])).toEqual([
    ['/items/{}', 750],
    ['/orders', 250],
  ]);
  expect(other).toEqual(plain);
  expect((await openSource(folder, 'other')).head.length).toBeLessThanOrEqual(64 * 1024);
});

test('letters that are cut in two between chunks are whole again, and a line without an end takes no more than 64 KiB', async () => {
  const long = 'é'.repeat(200_000);
  await write('long', `${long}\nshort\n${'x'.repeat(100_000)}`);
  const [first = '', second, third = ''] = await linesOf('long');
  expect([second, first.length, third.length]).toEqual(['short', 64 * 1024, 64 * 1024]);
  expect(first).toMatch(/^é+$/);
});

describe('a document', () => {
  const json = (bytes: number) =>
    `{"openapi":"3.0.3","info":{"description":"${'x'.repeat(bytes)}"},"paths":{}}`;

  test('is read up to 64 MiB, and what is larger is refused, also where only the packed file is small', async () => {
    await write('large.json', 'x');
    await truncate(join(folder, 'large.json'), 65 * MIB);
    // In parts, each of which is packed by itself: to pack all of it takes a second.
    await write('large.json.gz', Buffer.concat(Array(65).fill(gzipSync(Buffer.alloc(MIB, 'x')))));
    await write('small.json.gz', gzipSync(json(MIB)));
    for (const name of RUNS_ALL ? ['large.json', 'large.json.gz'] : ['large.json.gz'])
      await expect((await openSource(folder, name)).text()).rejects.toThrow(`${name}: has more than 64 MiB`);
    expect((await (await openSource(folder, 'small.json.gz')).text()).length).toBe(json(MIB).length);
  }, 60_000);

  test('in UTF-16 is read as well', async () => {
    await write('wide.json', Buffer.from(`\ufeff${json(3)}`, 'utf16le'));
    expect(await (await openSource(folder, 'wide.json')).text()).toBe(json(3));
  });
});

describe('what can’t be read is a mistake that names the file', () => {
  test.each([
    ['nothing', 'missing.log', async () => {}, 'missing.log: does not exist'],
    ['a folder', 'logs', () => mkdir(join(folder, 'logs')), 'logs: is not a file'],
    ['an empty file', 'empty.log', () => write('empty.log', ''), 'empty.log: is empty'],
    [
      'a packed file that is cut off',
      'cut.gz',
      () => write('cut.gz', gzipSync(LOG).subarray(0, 60)),
      "cut.gz: can't be read",
    ],
    [
      'a file that only begins like a packed one',
      'odd.gz',
      () => write('odd.gz', Buffer.from([0x1f, 0x8b, 1, 2, 3])),
      "odd.gz: can't be read",
    ],
    [
      'a text of something else',
      'notes.txt',
      () => write('notes.txt', 'to do: measure\n'),
      'notes.txt: is not in a known format',
    ],
  ])('%s', async (_, name, make, why) => {
    await make();
    const error = await draftFrom(folder, name, false).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ConfigurationError);
    expect((error as Error).message).toContain(why);
  });
});
