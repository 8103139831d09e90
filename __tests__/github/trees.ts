import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { BareRepository } from './bare-repository.ts';
import { typesOf } from './commits.ts';

export interface Entry {
  readonly path: string;
  readonly mode: string;
  readonly kind: 'blob' | 'tree' | 'commit';
  readonly sha: string;
  readonly size?: number;
}

/** As git/create-tree takes it: `sha: null` removes, `content` writes a blob. */
export interface NewEntry {
  readonly path?: string;
  readonly mode?: string;
  readonly type?: string;
  readonly sha?: string | null;
  readonly content?: string;
}

export async function listTree(git: BareRepository, sha: string, recursive: boolean): Promise<Entry[]> {
  const text = await git.run(['ls-tree', '-l', '-z', ...(recursive ? ['-r', '-t'] : []), sha]);
  return [...text.matchAll(/(\d+) (blob|tree|commit) ([0-9a-f]{40}) +(\d+|-)\t([^\0]*)\0/g)].map(
    ([, mode = '', kind = '', entry = '', size = '', path = '']) => ({
      path,
      mode,
      kind: kind as Entry['kind'],
      sha: entry,
      ...(size === '-' ? {} : { size: Number(size) }),
    }),
  );
}

/** Writes a tree through an index of its own, so that many can be written at the same time. */
export async function writeTree(
  git: BareRepository,
  base: string | null,
  entries: readonly NewEntry[],
): Promise<{ sha: string } | { mistake: string }> {
  const lines: string[] = [];
  for (const { path = '', mode = '', sha, content } of entries) {
    if (path === '' || path.startsWith('/') || /(^|\/)(\.\.?|\.git)(\/|$)/.test(path)) {
      return { mistake: 'tree.path contains a malformed path component' };
    }
    if (content !== undefined && sha !== undefined)
      return { mistake: 'Must supply either tree.sha or tree.content' };
    if (content === undefined && sha === undefined)
      return { mistake: 'Must supply tree.sha or tree.content' };
    if (sha === null) {
      if (!base || !(await exists(git, base, path))) return { mistake: 'GitRPC::BadObjectState' };
      lines.push(`0 ${'0'.repeat(40)}\t${path}`);
      continue;
    }
    const blob = sha ?? (await git.run(['hash-object', '-w', '--stdin'], content ?? ''));
    if (sha !== undefined && (await typesOf(git, [sha]))[0] === null)
      return { mistake: `tree.sha ${blob} is not a valid blob` };
    lines.push(`${mode} ${blob}\t${path}`);
  }
  const index = join(git.path, `index-${randomBytes(6).toString('hex')}`);
  const env = { GIT_INDEX_FILE: index };
  try {
    await git.run(['read-tree', base ?? '--empty'], '', env);
    await git.run(['update-index', '-z', '--index-info'], lines.map((line) => `${line}\0`).join(''), env);
    return { sha: await git.run(['write-tree'], '', env) };
  } finally {
    await rm(index, { force: true });
  }
}

async function exists(git: BareRepository, tree: string, path: string): Promise<boolean> {
  const found = await git.run(['ls-tree', '-z', tree, '--', path]);
  return found !== '';
}
