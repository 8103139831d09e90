import { execFileSync } from 'node:child_process';
import { lstat, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigurationError } from '../../src/config/configuration-error.ts';
import { checkFilePlace, checkFolderPlace } from '../../src/store/check-place.ts';
import { makeFolder } from '../../src/store/make-folder.ts';
import { readInside } from '../../src/store/read-inside.ts';
import { writeNamed } from '../../src/store/write-named.ts';
import { writeWhole } from '../../src/store/write-whole.ts';

let root: string;
let workspace: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'tailgate-files-'));
  workspace = join(root, 'workspace');
  await mkdir(join(workspace, 'docs'), { recursive: true });
  await writeFile(join(workspace, 'docs/report.md'), 'inside');
  await writeFile(join(root, 'secret'), 'outside');
});
afterEach(() => rm(root, { recursive: true, force: true }));

describe('reading inside the workspace', () => {
  test('a file, by a path, by an absolute path and by a link that stays inside', async () => {
    await symlink(join(workspace, 'docs'), join(workspace, 'link'));
    for (const path of [
      'docs/report.md',
      join(workspace, 'docs/report.md'),
      'link/report.md',
      './docs/../docs/report.md',
    ]) {
      expect(await readInside(workspace, path)).toBe('inside');
    }
  });

  test('a workspace that is itself reached by a link', async () => {
    await symlink(workspace, join(root, 'alias'));
    expect(await readInside(join(root, 'alias'), 'docs/report.md')).toBe('inside');
  });

  test.each(['nothing.md', 'docs/report.md/deeper', 'nowhere/report.md'])('%s is not there', async (path) => {
    expect(await readInside(workspace, path)).toBeNull();
  });

  test('what lies outside is refused, however it is reached', async () => {
    await symlink(join(root, 'secret'), join(workspace, 'file-link'));
    await symlink(root, join(workspace, 'folder-link'));
    for (const path of [
      '../secret',
      join(root, 'secret'),
      'file-link',
      'folder-link/secret',
      'docs/../../secret',
    ]) {
      await expect(readInside(workspace, path)).rejects.toThrow(/outside the workspace/);
    }
  });

  test('a folder and a file that is too large are refused as the user’s mistakes', async () => {
    await expect(readInside(workspace, 'docs')).rejects.toThrow(ConfigurationError);
    await writeFile(join(workspace, 'large'), 'x'.repeat(2 * 1024 * 1024));
    await expect(readInside(workspace, 'large', 'read', 1024 * 1024)).rejects.toThrow(
      /large: has 2097152 bytes.*1 MiB/,
    );
  });

  test('links that go round in a circle are refused', async () => {
    await symlink('b', join(workspace, 'a'));
    await symlink('a', join(workspace, 'b'));
    await expect(readInside(workspace, 'a')).rejects.toThrow(/ELOOP/);
  });
});

describe('writing whole files', () => {
  test('creates folders and replaces what was there, leaving nothing else behind', async () => {
    const file = join(root, 'new/deep/result.json');
    await writeWhole(file, 'first');
    await writeWhole(file, 'second');
    expect(await readFile(file, 'utf8')).toBe('second');
    expect(await readdir(join(root, 'new/deep'))).toEqual(['result.json']);
  });

  test('where it fails, it says so and leaves no draft', async () => {
    const file = join(root, 'taken');
    await mkdir(join(file, 'in the way'), { recursive: true });
    await expect(writeWhole(file, 'text')).rejects.toThrow();
    expect((await readdir(root)).sort()).toEqual(['secret', 'taken', 'workspace']);
  });
});

describe('writing what the user named', () => {
  test('a file is replaced whole, its folders made', async () => {
    const file = join(root, 'new/result.json');
    await writeNamed(file, 'first');
    await writeNamed(file, 'second');
    expect(await readFile(file, 'utf8')).toBe('second');
    expect(await readdir(join(root, 'new'))).toEqual(['result.json']);
  });

  test('a link stays one, and the file that it leads to is replaced', async () => {
    const link = join(workspace, 'link');
    await symlink('../secret', link);
    await writeNamed(link, 'text');
    expect((await lstat(link)).isSymbolicLink()).toBe(true);
    expect(await readFile(join(root, 'secret'), 'utf8')).toBe('text');
    expect((await readdir(root)).sort()).toEqual(['secret', 'workspace']);
  });

  test('a link that leads nowhere yet gets its file', async () => {
    await symlink('later', join(root, 'link'));
    await writeNamed(join(root, 'link'), 'text');
    expect(await readFile(join(root, 'later'), 'utf8')).toBe('text');
    expect((await lstat(join(root, 'link'))).isSymbolicLink()).toBe(true);
  });

  test('a pipe is written into, and stays one', async () => {
    const pipe = join(root, 'pipe');
    execFileSync('mkfifo', [pipe]);
    const [heard] = await Promise.all([readFile(pipe, 'utf8'), writeNamed(pipe, 'text')]);
    expect(heard).toBe('text');
    expect((await lstat(pipe)).isFIFO()).toBe(true);
  });
});

describe('whether there is a place, before anything is lost', () => {
  const at = (written: string) => checkFilePlace(root, { key: '--json', written });

  test('a file that is there, one that is not, and folders that are not', async () => {
    expect(await at('secret')).toBe(join(root, 'secret'));
    expect(await at('new/deep/result.json')).toBe(join(root, 'new/deep/result.json'));
    expect((await readdir(root)).sort()).toEqual(['secret', 'workspace']);
    await checkFolderPlace(root, { key: '--history', written: 'workspace/.tailgate/history' });
    expect(await readdir(workspace)).toEqual(['docs']);
  });

  test.each([
    [' ', /^--json: " " is not a file name/],
    ['workspace', /^--json: "workspace" is a folder/],
    ['secret/result.json', /^--json: .* is no folder$/],
    ['/proc/none/result.json', /^--json: .*nothing can be made in \/proc/],
  ])('%j is refused', async (written, words) => {
    const refused = await at(written).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(ConfigurationError);
    expect((refused as Error).message).toMatch(words);
  });

  test('where nothing can be made, making a folder ends', async () => {
    await expect(makeFolder('/proc/none/deep')).rejects.toThrow('ENOENT');
    await expect(checkFolderPlace(root, { key: '--history', written: '/proc/none' })).rejects.toThrow(
      ConfigurationError,
    );
  });
});
