import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSource } from '../../src/config/yaml/source.ts';
import { listRuns } from '../../src/evidence/readers/list-runs.ts';
import { decodeFile } from '../../src/store/decode-file.ts';
import { findConfig } from '../../src/store/find-config.ts';
import { readBaselineFile } from '../../src/store/read-baseline-file.ts';

const REPORT =
  '# Débit\n\n| Métrique | Résultat |\n|---|---|\n| Latence P50 | 900 µs |\n| Latence P99 | 9,5 ms |\n' +
  '| Débit | 77,5 requêtes/s |\n| Nombre de requêtes | 37\u00a0292 |\n';

const swapped = (bytes: Buffer): Buffer => Buffer.from(bytes).swap16();
const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le');

const ENCODINGS: Readonly<Record<string, (text: string) => Buffer>> = {
  'UTF-8': (text) => Buffer.from(text),
  'UTF-8 with a mark': (text) => Buffer.from(`\ufeff${text}`),
  'UTF-16 LE with a mark': (text) => utf16(`\ufeff${text}`),
  'UTF-16 BE with a mark': (text) => swapped(utf16(`\ufeff${text}`)),
  'UTF-16 LE without': utf16,
  'UTF-16 BE without': (text) => swapped(utf16(text)),
  'Latin-1': (text) => Buffer.from(text, 'latin1'),
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tailgate-encodings-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe.each(Object.keys(ENCODINGS))('%s', (name) => {
  const encode = ENCODINGS[name] as (text: string) => Buffer;

  test.each(['\n', '\r\n'])('a report is read, with line ends %j', async (end) => {
    await writeFile(join(folder, 'r.md'), encode(REPORT.replaceAll('\n', end)));
    const source = { kind: 'file', file: 'r.md', section: null, written: 'r.md' } as const;
    for (const door of ['action', 'terminal'] as const) {
      expect(await readBaselineFile(source, folder, door)).toMatchObject({
        title: 'Débit',
        whole: { requests: 37_292, responsesPerSecond: 77.5, latencyAllMs: { p50: 0.9, p99: 9.5 } },
      });
    }
  });

  test('a configuration is read, or told to be in another encoding', async () => {
    await writeFile(join(folder, 'tailgate.yml'), encode('name: relevé\nload: light\n'));
    const found = findConfig(folder, '', 'terminal').then(({ text, file }) => readSource(text, file).value);
    if (name === 'Latin-1') {
      await expect(found).rejects.toThrow(/^tailgate\.yml:1: is not in UTF-8 .* save it .* UTF-8$/);
    } else {
      expect(await found).toEqual({ name: 'relevé', load: 'light' });
    }
  });
});

test.each([
  ['UTF-32', Buffer.from([0xff, 0xfe, 0, 0, 0x23, 0, 0, 0])],
  ['zero bytes', Buffer.from('PK\u0003\u0004\0\0\0\0\u0001\u0002abc')],
])('named: %s', (what, bytes) => {
  expect(() => decodeFile(bytes, 'r.md', 'read')).toThrow(what);
});

test('one letter cut in two leaves the others as they are', () => {
  const bytes = Buffer.from('# Débit mesuré é');
  expect(decodeFile(bytes.subarray(0, -1), 'r.md', 'read')).toBe('# Débit mesuré \ufffd');
});

test('an empty file and one letter are texts', () => {
  expect([Buffer.alloc(0), Buffer.from('a')].map((bytes) => decodeFile(bytes, 'f', 'read'))).toEqual([
    '',
    'a',
  ]);
  expect(() => listRuns('', 'f')).toThrow(/is empty/);
});
