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

/** Entries of the tree that a name stands for, in git's order; recursively with the trees before what is in them. */
export async function listTree(
  git: Pick<BareRepository, 'show'>,
  name: string,
  recursive: boolean,
): Promise<Entry[]> {
  const tree = await git.show(`${name}^{tree}`);
  if (!tree) throw new Error(`${name} is no tree, and has none`);
  const entries = await Promise.all(
    readTree(tree.bytes).map(async (entry) => {
      if (entry.kind === 'blob') return [{ ...entry, size: (await git.show(entry.sha))?.bytes.length ?? 0 }];
      if (entry.kind === 'commit' || !recursive) return [entry];
      const inside = await listTree(git, entry.sha, true);
      return [entry, ...inside.map((one) => ({ ...one, path: `${entry.path}/${one.path}` }))];
    }),
  );
  return entries.flat();
}

/** `mode name NUL` and twenty bytes of SHA for each entry. */
function readTree(bytes: Buffer): Entry[] {
  const entries: Entry[] = [];
  for (let at = 0; at < bytes.length; ) {
    const nul = bytes.indexOf(0, at);
    const [mode = '', ...name] = bytes.subarray(at, nul).toString().split(' ');
    at = nul + 21;
    const kind = mode === '40000' ? 'tree' : mode === '160000' ? 'commit' : 'blob';
    const sha = bytes.subarray(nul + 1, at).toString('hex');
    entries.push({ path: name.join(' '), mode: mode.padStart(6, '0'), kind, sha });
  }
  return entries;
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
    const blob = sha ?? (await git.writeBlob(Buffer.from(content ?? '')));
    if (sha !== undefined && (await typesOf(git, [sha]))[0] === null)
      return { mistake: `tree.sha ${blob} is not a valid blob` };
    lines.push(`${mode} ${blob}\t${path}`);
  }
  const index = join(git.path, `index-${randomBytes(6).toString('hex')}`);
  const env = { GIT_INDEX_FILE: index };
  try {
    const commands = [
      ...(base ? [['read-tree', base]] : []),
      ['update-index', '-z', '--index-info'],
      ['write-tree'],
    ];
    return { sha: await git.runAll(commands, lines.map((line) => `${line}\0`).join(''), env) };
  } finally {
    await rm(index, { force: true });
  }
}

async function exists(git: BareRepository, tree: string, path: string): Promise<boolean> {
  return (await git.show(`${tree}:${path}`)) !== null;
}
