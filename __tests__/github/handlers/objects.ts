import { noReplyDomain } from '../addresses.ts';
import type { BareRepository } from '../bare-repository.ts';
import { gitCommit } from '../bodies/commit.ts';
import { readBlobs, readCommit, type Signature, typesOf, writeCommit } from '../commits.ts';
import { created, type Handlers, notFound, ok, refuse } from '../responses.ts';
import { listTree, type NewEntry, writeTree } from '../trees.ts';
import { unlessEmpty } from './references.ts';

const SHA = /^[0-9a-f]{40}$/;

export const objectHandlers: Handlers = {
  'git/get-commit': unlessEmpty(async ({ params }, { git, state, api }) => {
    const sha = params.commit_sha ?? '';
    const commit = SHA.test(sha) ? await readCommit(git, sha) : null;
    return commit ? ok(gitCommit(api, state.repository, commit)) : notFound();
  }),
  'git/create-commit': unlessEmpty(async ({ body, token }, { git, state, api }) => {
    const parents: readonly string[] = body.parents ?? [];
    const [tree, ...before] = await typesOf(git, [body.tree, ...parents]);
    if (tree !== 'tree') return refuse(422, 'Tree SHA does not exist');
    if (before.some((type) => type !== 'commit')) {
      return refuse(422, 'Parent SHA does not exist or is not a commit object');
    }
    const { login, id } = token.account;
    const now = new Date().toISOString();
    const us = { name: login, email: `${id}+${login}@${noReplyDomain(state.serverUrl)}`, date: now };
    const author: Signature = { ...us, ...body.author };
    const commit = { tree: body.tree, parents, author, committer: { ...author, ...body.committer } };
    const sha = await writeCommit(git, { ...commit, message: body.message });
    const written = await readCommit(git, sha);
    return written ? created(gitCommit(api, state.repository, written)) : notFound();
  }),
  'git/get-tree': unlessEmpty(async ({ params, query }, { git, state, api, treeLimit }) => {
    const sha = await treeOf(git, params.tree_sha ?? '');
    if (!sha) return notFound();
    // Any value will do, `false` among them.
    const entries = await listTree(git, sha, query.has('recursive'));
    const tree = entries.slice(0, treeLimit).map(({ kind, ...entry }) => {
      const places = kind === 'tree' ? 'trees' : 'blobs';
      return { ...entry, type: kind, url: `${api}/repos/${state.repository}/git/${places}/${entry.sha}` };
    });
    const url = `${api}/repos/${state.repository}/git/trees/${sha}`;
    return ok({ sha, url, tree, truncated: entries.length > treeLimit });
  }),
  'git/create-tree': unlessEmpty(async ({ body }, { git, state, api }) => {
    const entries = body.tree as readonly NewEntry[];
    const base = body.base_tree === undefined ? null : await treeOf(git, body.base_tree);
    if (body.base_tree !== undefined && !base) return refuse(422, 'base_tree is not a valid tree oid');
    const written = await writeTree(git, base, entries);
    if ('mistake' in written) return refuse(422, written.mistake);
    const tree = (await listTree(git, written.sha, false)).map(({ kind, ...entry }) => ({
      ...entry,
      type: kind,
    }));
    const url = `${api}/repos/${state.repository}/git/trees/${written.sha}`;
    return created({ sha: written.sha, url, tree, truncated: false });
  }),
  'git/get-blob': unlessEmpty(async ({ params }, { git, state, api }) => {
    const sha = params.file_sha ?? '';
    const bytes = SHA.test(sha) ? (await readBlobs(git, [sha])).get(sha) : undefined;
    if (!bytes) return notFound();
    return ok({
      sha,
      node_id: Buffer.from(`B_${sha}`).toString('base64'),
      size: bytes.length,
      url: `${api}/repos/${state.repository}/git/blobs/${sha}`,
      content: inLines(bytes),
      encoding: 'base64',
    });
  }),
  'git/create-blob': unlessEmpty(async ({ body }, { git, state, api }) => {
    const { content, encoding = 'utf-8' } = body;
    if (encoding !== 'utf-8' && encoding !== 'base64')
      return refuse(422, `Unsupported encoding: ${encoding}`);
    const bytes = Buffer.from(content, encoding === 'base64' ? 'base64' : 'utf8');
    const sha = await git.writeBlob(bytes);
    return created({ sha, url: `${api}/repos/${state.repository}/git/blobs/${sha}` });
  }),
};

/** Base64 broken into lines of sixty, as GitHub gives it. */
export function inLines(bytes: Buffer): string {
  return bytes.toString('base64').replace(/.{60}|.+$/g, '$&\n');
}

/** SHA of the tree that a tree's or commit's SHA, or a branch, stands for. */
async function treeOf(git: BareRepository, name: string): Promise<string | null> {
  return (await git.show(`${name}^{tree}`))?.sha ?? null;
}
