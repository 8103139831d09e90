/** The data branch as git objects, through GitHub's API: no checkout is needed, and none is disturbed. */
import type { GitHub } from '../client.ts';
import { describeFailure } from '../retry.ts';

export interface DataBranch {
  readonly owner: string;
  readonly repo: string;
  /** Short name: `tailgate-history`. */
  readonly branch: string;
}

export interface TreeEntry {
  /** Relative to the tree that was listed. */
  readonly path: string;
  readonly type: string;
  readonly sha: string;
  /** Bytes, of files alone. */
  readonly size: number;
}

/** Commit that the branch is at; null where there is no such branch. */
export async function findTip(github: GitHub, { owner, repo, branch }: DataBranch): Promise<string | null> {
  const found = await orNull(() => github.rest.git.getRef({ owner, repo, ref: `heads/${branch}` }));
  return found && shaOf(found.data.object);
}

/**
 * The tree of a commit. One that can't be found yet, since GitHub's copies differ for a moment, counts as no response.
 */
export async function treeOf(github: GitHub, { owner, repo }: DataBranch, commit: string): Promise<string> {
  const found = await orNull(() => github.rest.git.getCommit({ owner, repo, commit_sha: commit }));
  if (found === null) throw new Error(`there is no commit ${commit.slice(0, 7)} (yet, or any more)`);
  return shaOf(found.data.tree);
}

/** Names of the files and folders at the top of a tree. */
export async function namesAtTop(
  github: GitHub,
  { owner, repo }: DataBranch,
  tree: string,
): Promise<readonly string[]> {
  const { data } = await github.rest.git.getTree({ owner, repo, tree_sha: tree });
  return entriesOf(data).map(({ path }) => path);
}

/** Text of a file; null where there is none. */
export async function readFile(
  github: GitHub,
  { owner, repo }: DataBranch,
  commit: string,
  path: string,
): Promise<string | null> {
  const found = await orNull(() => github.rest.repos.getContent({ owner, repo, path, ref: commit }));
  if (found === null) return null;
  const { content } = Object(found.data) as { content?: unknown };
  if (typeof content !== 'string') throw brokenOff();
  return Buffer.from(content, 'base64').toString('utf8');
}

/**
 * The files below a folder, found from folder to folder: a listing of the whole tree would hold every suite, and GitHub
 * cuts it off at 100,000 entries.
 */
export async function listFiles(
  github: GitHub,
  place: DataBranch,
  tree: string,
  folder: readonly string[],
): Promise<readonly TreeEntry[]> {
  const [name, ...deeper] = folder;
  const { owner, repo } = place;
  if (name === undefined) {
    const { data } = await github.rest.git.getTree({ owner, repo, tree_sha: tree, recursive: 'true' });
    return entriesOf(data).filter(({ type }) => type === 'blob');
  }
  const { data } = await github.rest.git.getTree({ owner, repo, tree_sha: tree });
  const next = entriesOf(data).find(({ path, type }) => path === name && type === 'tree');
  return next ? listFiles(github, place, next.sha, deeper) : [];
}

/** Names of the folders in a folder at the top of a tree. */
export async function listFolders(
  github: GitHub,
  { owner, repo }: DataBranch,
  tree: string,
  folder: string,
): Promise<readonly string[]> {
  const list = async (sha: string) =>
    entriesOf((await github.rest.git.getTree({ owner, repo, tree_sha: sha })).data);
  const found = (await list(tree)).find(({ path, type }) => path === folder && type === 'tree');
  const entries = found ? await list(found.sha) : [];
  return entries.flatMap(({ path, type }) => (type === 'tree' ? [path] : []));
}

function entriesOf(data: { readonly tree?: unknown }): TreeEntry[] {
  if (!Array.isArray(data.tree)) throw brokenOff();
  return data.tree.flatMap((entry: Partial<TreeEntry>) =>
    entry.path && entry.sha
      ? [{ path: entry.path, type: entry.type ?? '', sha: entry.sha, size: entry.size ?? 0 }]
      : [],
  );
}

/** The id of a git object in a response. Whatever else GitHub sent, such as half a response, is no id. */
export function shaOf(object: unknown): string {
  const { sha } = Object(object) as { sha?: unknown };
  if (typeof sha !== 'string' || !/^[0-9a-f]{40,64}$/.test(sha)) throw brokenOff();
  return sha;
}

function brokenOff(): Error {
  return new Error('the response broke off');
}

async function orNull<T>(ask: () => Promise<T>): Promise<T | null> {
  try {
    return await ask();
  } catch (error) {
    if (describeFailure(error).status === 404) return null;
    throw error;
  }
}
