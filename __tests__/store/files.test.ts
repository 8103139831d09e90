import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigurationError } from '../../src/config/configuration-error.ts';
import { readInside } from '../../src/store/read-inside.ts';
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
    await expect(readInside(workspace, 'large', 1024 * 1024)).rejects.toThrow(
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
