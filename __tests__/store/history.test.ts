import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { HistoryRecord } from '../../src/evidence/history/record.ts';
import {
  bytesOf,
  LARGEST_RECORD,
  pathOfRecord,
  writeRecordText,
} from '../../src/evidence/history/record-text.ts';
import { openFolderStore } from '../../src/store/history/folder-store.ts';
import type { HistoryStore } from '../../src/store/history/history-store.ts';
import { chooseSuite, suiteOf } from '../../src/store/history/suite.ts';
import { arbitraryRecord } from '../evidence/arbitrary-record.ts';
import { makeNights, makeRecord } from '../evidence/make-history.ts';
import fc, { anyCharacter } from '../fast-check.ts';
import { idOf } from '../measurement-id.ts';
import { testInFull } from '../part.ts';

// Every record is flushed to the disk, and a busy one takes its time.
const PATIENCE_MS = 60_000;

const SUITE = 'realistic-00000000';

let root: string;
let folder: string;
let store: HistoryStore;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'tailgate-history-'));
  folder = join(root, 'history');
  store = openFolderStore(folder, '.tailgate/history');
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function fill(records: readonly HistoryRecord[]): Promise<void> {
  for (const record of records) await store.append(record);
}

async function plant(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), text);
}

describe('a folder', () => {
  test('that is not there is an empty history, and reading does not make it', async () => {
    expect(await store.read(SUITE)).toEqual({ records: [], skipped: [] });
    expect(await store.list()).toEqual([]);
    expect(await readdir(root)).toEqual([]);
    expect(store.place).toBe('the folder .tailgate/history');
  });

  test(
    'gives back what was added, oldest first, each suite apart',
    async () => {
      const nights = makeNights(40);
      await fill([...nights.toReversed(), makeRecord({ suite: 'other-11111111' })]);
      expect(await store.read(SUITE)).toEqual({ records: nights, skipped: [] });
      expect((await store.read('other-11111111')).records).toHaveLength(1);
      expect(await store.list()).toEqual(['other-11111111', SUITE]);
      expect(await readdir(join(folder, 'v1', SUITE))).toEqual(['2025-10', '2025-11']);
    },
    PATIENCE_MS,
  );

  test(
    'whatever record there is comes back as it was',
    async () => {
      await fc.assert(
        fc.asyncProperty(arbitraryRecord(6), async (record) => {
          fc.pre(bytesOf(writeRecordText(record)) <= LARGEST_RECORD);
          await rm(folder, { recursive: true, force: true });
          await store.append(record);
          expect(await store.read(record.suite)).toEqual({ records: [record], skipped: [] });
        }),
        { numRuns: 15, endOnFailure: true },
      );
    },
    PATIENCE_MS,
  );

  test(
    'adding is done once, however often it is asked for; a torn file is replaced',
    async () => {
      const record = makeRecord();
      await fill([record, record, { ...record, verdict: 'fail' }]);
      expect((await store.read(SUITE)).records).toEqual([record]);
      await plant(pathOfRecord(record), writeRecordText(record).slice(0, 100));
      expect((await store.read(SUITE)).records).toEqual([]);
      expect(await store.append(record)).toBe(true);
      expect(await store.append(record)).toBe(true);
      expect(await store.append({ ...record, verdict: 'fail' })).toBe(false);
      expect(await store.read(SUITE)).toEqual({ records: [record], skipped: [] });
    },
    PATIENCE_MS,
  );

  test(
    'eight writers at once lose nothing',
    async () => {
      const nights = makeNights(8);
      const stores = nights.map(() => openFolderStore(folder, 'x'));
      await Promise.all(nights.map((record, i) => stores[i]?.append(record)));
      expect((await store.read(SUITE)).records).toEqual(nights);
    },
    PATIENCE_MS,
  );

  testInFull(
    'a thousand records are read in a moment, every one of them',
    async () => {
      // None of them is to come: such a record is refused.
      const nights = makeNights(1000).map((night) => ({
        ...night,
        at: new Date(Date.parse(night.at) - 1000 * 86_400_000).toISOString(),
      }));
      for (const record of nights) await plant(pathOfRecord(record), writeRecordText(record));
      const { records, skipped } = await store.read(SUITE);
      expect(records).toHaveLength(1000);
      expect(records.map(({ at }) => at)).toEqual(nights.map(({ at }) => at));
      expect(skipped).toEqual([]);
    },
    PATIENCE_MS,
  );

  test('where it can’t be written, adding says so', async () => {
    await writeFile(folder, 'a file');
    await expect(store.append(makeRecord())).rejects.toThrow(/EEXIST|ENOTDIR/);
    expect(await store.read(SUITE)).toEqual({ records: [], skipped: [] });
  });
});

describe('what must not be trusted', () => {
  const path = `v1/${SUITE}/2025-10/1-1.json`;

  test('broken, newer, foreign and over-large files are left out by name; the rest counts', async () => {
    const good = makeRecord({ night: 3 });
    await fill([good]);
    await plant(path, '{');
    await plant(`v1/${SUITE}/2025-10/2-1.json`, JSON.stringify({ ...good, format: 'tailgate-history/9' }));
    await plant(`v1/${SUITE}/2025-10/3-1.json`, writeRecordText(good));
    await plant(`v1/${SUITE}/2025-10/4-1.json`, ' '.repeat(LARGEST_RECORD + 1));
    await plant(`v1/${SUITE}/2025-10/README.md`, 'not a record, and no reason for a word');
    const { records, skipped } = await store.read(SUITE);
    expect(records).toEqual([good]);
    expect(skipped).toEqual([
      expect.stringContaining('/1-1.json is left out of the history: it is no valid JSON'),
      expect.stringContaining('/2-1.json is left out of the history: it has format tailgate-history/9'),
      expect.stringContaining('/3-1.json is left out of the history: it is the record of another run'),
      expect.stringContaining('/4-1.json is left out of the history: it is larger than 64 KiB'),
    ]);
  });

  test('a link to a file is not followed, wherever it leads', async () => {
    const good = makeRecord({ run: { id: '1', attempt: 1 } });
    await writeFile(join(root, 'elsewhere.json'), writeRecordText(good));
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await symlink(join(root, 'elsewhere.json'), join(folder, path));
    const { records, skipped } = await store.read(SUITE);
    expect(records).toEqual([]);
    expect(skipped).toEqual([`${path} is left out of the history: it is a symbolic link.`]);
  });

  test('nor are links among the folders, neither to read nor to write', async () => {
    const good = makeRecord({ run: { id: '1', attempt: 1 } });
    const outside = join(root, 'outside');
    await mkdir(join(outside, '2025-10'), { recursive: true });
    await writeFile(join(outside, '2025-10/1-1.json'), writeRecordText(good));
    await mkdir(join(folder, 'v1'), { recursive: true });
    await symlink(outside, join(folder, 'v1', SUITE));
    expect(await store.read(SUITE)).toEqual({ records: [], skipped: [] });
    expect(await store.list()).toEqual([]);
    await expect(store.append(makeRecord())).rejects.toThrow(/is not a folder/);
    expect(await readdir(join(outside, '2025-10'))).toEqual(['1-1.json']);
  });

  test('a folder in the place of a record is no record', async () => {
    await mkdir(join(folder, path), { recursive: true });
    const { skipped } = await store.read(SUITE);
    expect(skipped).toEqual([`${path} is left out of the history: it is not a file.`]);
  });

  test('a run that is recorded in two months counts once', async () => {
    const [one, two] = [makeRecord({ night: 1 }), makeRecord({ night: 40 })];
    await fill([one, { ...two, run: one.run }]);
    expect((await store.read(SUITE)).records).toEqual([{ ...two, run: one.run }]);
  });
});

describe('pruning', () => {
  testInFull(
    'leaves the newest and every release, and no empty month',
    async () => {
      const nights = makeNights(60, (night) => ({ release: night === 2 ? 'v1.0.0' : null }));
      await fill(nights);
      expect(await store.prune(SUITE, 20)).toBe(39);
      const { records } = await store.read(SUITE);
      expect(records).toEqual([nights[2], ...nights.slice(40)]);
      expect(await store.prune(SUITE, 20)).toBe(0);
      expect(await store.prune(SUITE, 0)).toBe(20);
      expect(await readdir(join(folder, 'v1', SUITE))).toEqual(['2025-10']);
    },
    PATIENCE_MS,
  );

  test('touches nothing that it can’t read', async () => {
    await fill(makeNights(3));
    await plant(`v1/${SUITE}/2025-10/1-1.json`, '{');
    await store.prune(SUITE, 1);
    expect(await readFile(join(folder, `v1/${SUITE}/2025-10/1-1.json`), 'utf8')).toBe('{');
  });
});

describe('suites', () => {
  test('are readable, and one for each measurement', () => {
    expect(suiteOf(idOf('Prestations été: v2'))).toMatch(/^prestations-ete-v2-[0-9a-f]{8}$/);
    expect(suiteOf(idOf('日本'))).toMatch(/^suite-[0-9a-f]{8}$/);
    expect(suiteOf(idOf('shop', { job: 'measure_EU' }))).toMatch(/^shop-[0-9a-f]{8}-measure-eu-[0-9a-f]{4}$/);
    const ids = [
      idOf('a b'),
      idOf('a-b'),
      idOf('a-b', { ownKey: 'b' }),
      idOf('a-b', { job: 'b' }),
      idOf('a-b', { job: 'B' }),
      idOf('a-b', { configFile: 'b/tailgate.yml' }),
      idOf('a-b', { matrix: { region: 'eu' } }),
      idOf('a-b', { matrix: { region: 'us' } }),
    ];
    expect(new Set(ids.map(suiteOf)).size).toBe(ids.length);
    expect(suiteOf(idOf('a'))).toBe(suiteOf(idOf('a', { configFile: './tailgate.yml' })));
  });

  test('of the family, the only one that there is is compared with, unless one’s own is there', () => {
    const [gate, measure, other] = ['gate', 'measure', 'other'].map((job) => idOf('shop', { job }));
    if (!gate || !measure || !other) throw new Error('three');
    const stranger = suiteOf(idOf('shop', { job: 'measure', configFile: 'b/tailgate.yml' }));
    expect(chooseSuite(gate, [stranger])).toBe(suiteOf(gate));
    expect(chooseSuite(gate, [stranger, suiteOf(measure)])).toBe(suiteOf(measure));
    expect(chooseSuite(gate, [suiteOf(measure), suiteOf(gate)])).toBe(suiteOf(gate));
    expect(chooseSuite(gate, [suiteOf(measure), suiteOf(other)])).toBeNull();
    expect(chooseSuite(idOf('shop'), [suiteOf(measure)])).toBe(suiteOf(measure));
    const keyed = idOf('shop', { job: 'gate', ownKey: 'eu' });
    expect(chooseSuite(keyed, [suiteOf(measure)])).toBe(suiteOf(keyed));
  });

  test('fit the format, whatever the name', () => {
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter }), fc.string(), fc.string(), (name, ownKey, job) => {
        expect(suiteOf(idOf(name, { ownKey, job }))).toMatch(/^[a-z0-9][a-z0-9-]{0,99}$/);
      }),
    );
  });
});
