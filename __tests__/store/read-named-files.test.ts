import { mkdir, mkdtemp, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { namesOfFiles } from '../../src/config/parse-config.ts';
import { readNamedFiles } from '../../src/store/read-named-files.ts';
import { testInFull } from '../part.ts';

async function makeWorkspace(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'named-files-'));
  await mkdir(join(folder, 'work', '.git'), { recursive: true });
  return join(folder, 'work');
}

const textOf = async (workspace: string, path: string) =>
  (await readNamedFiles(workspace, { texts: [path], bytes: [] })).texts.get(path);
const bytesOf = async (workspace: string, path: string) =>
  (await readNamedFiles(workspace, { texts: [], bytes: [path] })).bytes.get(path);

test('which files a configuration names, each once', () => {
  const text = `scenario:
  data: { a: { file: a.csv, take: once }, b: { file: a.csv, take: random } }
  login: { post: /l, multipart: { f: { path: l.bin } }, before: [ { post: /b, multipart: { f: { path: b.bin } } } ], capture: { t: /t } }
  logins: { x: { post: /l, multipart: { f: { path: l.bin } }, capture: { t: /t } } }
  setup: [ { post: /s, multipart: { f: { path: s.bin } } } ]
  requests: [ { post: /r, multipart: { f: [ { path: r.bin }, text ], g: 1 } } ]
  flows: [ { name: f, weight: 1, steps: [ { think: 1s }, { post: /f, multipart: { f: { path: f.bin } } } ] } ]
  cleanup: [ { post: /c, multipart: { f: { path: c.bin } } } ]
gate: { errors: { max: 1 % } }
`;
  expect(namesOfFiles(text, 'tailgate.yml')).toEqual({
    texts: ['a.csv'],
    bytes: ['l.bin', 'b.bin', 's.bin', 'r.bin', 'f.bin', 'c.bin'],
  });
  expect(namesOfFiles('scenario: 1', 'tailgate.yml')).toEqual({ texts: [], bytes: [] });
});

test('text without its mark, in whatever encoding; bytes as they are', async () => {
  const workspace = await makeWorkspace();
  await writeFile(join(workspace, 'mark.csv'), '\ufeffa,b\n');
  await writeFile(join(workspace, 'wide.csv'), Buffer.from('\ufeffa,é\n', 'utf16le'));
  await writeFile(join(workspace, 'old.csv'), Buffer.from('a,é\n', 'latin1'));
  await writeFile(join(workspace, 'x.bin'), Buffer.from([0, 255, 13]));
  expect(await textOf(workspace, 'mark.csv')).toEqual({ content: 'a,b\n' });
  expect(await textOf(workspace, 'wide.csv')).toEqual({ content: 'a,é\n' });
  expect(await textOf(workspace, 'old.csv')).toEqual({ content: 'a,é\n' });
  expect(await bytesOf(workspace, 'x.bin')).toEqual({ content: new Uint8Array([0, 255, 13]) });
  expect(await bytesOf(workspace, 'gone.bin')).toEqual({ content: null });
});

test('nothing outside the workspace, wherever links lead, and nothing hidden', async () => {
  const workspace = await makeWorkspace();
  await writeFile(join(workspace, '..', 'secret.csv'), 'a\n1\n');
  await symlink(join(workspace, '..', 'secret.csv'), join(workspace, 'link.csv'));
  await writeFile(join(workspace, '.git', 'config'), 'token');
  await symlink(join(workspace, '.git', 'config'), join(workspace, 'config.csv'));
  await writeFile(join(workspace, '.env'), 'a');
  await writeFile(join(workspace, 'gha-creds-0123.json'), '[]');
  const outside = { refused: 'is outside the workspace, and only files inside it are read' };
  const hidden = {
    refused: 'is a hidden file or contains credentials, and such files are never sent: use another one',
  };
  for (const read of [textOf, bytesOf]) {
    expect(await read(workspace, '../secret.csv')).toEqual(outside);
    expect(await read(workspace, 'link.csv')).toEqual(outside);
    expect(await read(workspace, '.git/config')).toEqual(hidden);
    expect(await read(workspace, 'config.csv')).toEqual(hidden);
    expect(await read(workspace, '.env')).toEqual(hidden);
    expect(await read(workspace, 'gha-creds-0123.json')).toEqual(hidden);
    expect(await read(workspace, '.')).toEqual({ refused: 'is not a file' });
  }
});

testInFull('no more than is allowed, and that is known before a file is read', async () => {
  const workspace = await makeWorkspace();
  const make = async (name: string, bytes: number) => {
    await writeFile(join(workspace, name), '');
    await truncate(join(workspace, name), bytes);
  };
  await make('2g.csv', 2 * 1024 ** 3);
  await make('11m.bin', 11 * 1024 ** 2);
  expect(await textOf(workspace, '2g.csv')).toEqual({
    refused: 'has 2147483648 bytes; at most 32 MiB are read',
  });
  expect(await bytesOf(workspace, '11m.bin')).toEqual({
    refused: 'has 11534336 bytes; at most 10 MiB are read',
  });
  const names = ['0', '1', '2', '3', '4', '5', '6'];
  for (const name of names) await make(name, 10 * 1024 ** 2);
  const { bytes } = await readNamedFiles(workspace, { texts: [], bytes: names });
  expect([...bytes.values()].filter((one) => 'refused' in one)).toEqual([
    { refused: 'and those before it have more than 64 MiB together: send smaller ones' },
  ]);
});
