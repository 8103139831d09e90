import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MOST_SHARD_BYTES } from '../../src/config/shard.ts';
import { readInside } from '../../src/store/read-inside.ts';
import { readShardFiles } from '../../src/store/read-shard-files.ts';

let root: string;
let workspace: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'tailgate-shard-files-'));
  workspace = join(root, 'workspace');
  await mkdir(join(workspace, 'shards/one/deeper'), { recursive: true });
  await writeFile(join(root, 'secret.json'), 'outside');
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function read(...named: string[]) {
  const found: { readonly name: string; readonly text: string }[] = [];
  const text = (name: string) => readInside(workspace, name, 'refuse', MOST_SHARD_BYTES);
  for await (const one of readShardFiles(workspace, named, text)) found.push(one);
  return found;
}
const namesOf = async (...named: string[]) => (await read(...named)).map(({ name }) => name);

test('of a folder its files and those of its folders, sorted, and nothing that lies deeper or is no JSON', async () => {
  for (const name of ['b.json', 'a.json', 'one/c.json', 'one/deeper/d.json', 'one/notes.txt'])
    await writeFile(join(workspace, 'shards', name), name);
  expect(await namesOf('shards')).toEqual(['shards/a.json', 'shards/b.json', 'shards/one/c.json']);
  expect(await namesOf('shards/one/notes.txt', 'shards/a.json')).toEqual([
    'shards/one/notes.txt',
    'shards/a.json',
  ]);
});

test('no link of a folder is followed, wherever it leads: an artifact may bring one', async () => {
  await writeFile(join(workspace, 'shards/a.json'), 'a');
  await symlink(join(root, 'secret.json'), join(workspace, 'shards/b.json'));
  await symlink(root, join(workspace, 'shards/two'));
  await symlink(join(workspace, 'shards/a.json'), join(workspace, 'shards/c.json'));
  expect(await namesOf('shards')).toEqual(['shards/a.json']);
});

test('a folder that is a link out of the workspace gives nothing of what lies there', async () => {
  await symlink(root, join(workspace, 'out'));
  await expect(read('out')).rejects.toThrow(/out\/secret.json: is outside the workspace/);
  await expect(read('../secret.json')).rejects.toThrow(/is outside the workspace/);
});

test('a folder that is not there holds none, and a file that is not there is a mistake', async () => {
  expect(await read('nowhere')).toEqual([]);
  await expect(read('nowhere.json')).rejects.toThrow(
    /nowhere.json: does not exist: name the files that the shards wrote/,
  );
});

test('more files than a load has shards are refused before any is read', async () => {
  await Promise.all(
    Array.from({ length: 257 }, (_, i) => writeFile(join(workspace, 'shards', `${i}.json`), '')),
  );
  await expect(read('shards')).rejects.toThrow(/257 files are too many: a load has at most 256 shards/);
});

test('a file that is too large for any shard’s is refused by its size', async () => {
  await writeFile(join(workspace, 'shards/a.json'), Buffer.alloc(MOST_SHARD_BYTES, 32));
  expect(await namesOf('shards')).toEqual(['shards/a.json']);
  await writeFile(join(workspace, 'shards/a.json'), Buffer.alloc(MOST_SHARD_BYTES + 1, 32));
  await expect(read('shards')).rejects.toMatchObject({
    code: 'shards-refused',
    message: 'shards/a.json is too large for the file of a shard, which has at most 16 MiB',
  });
});
