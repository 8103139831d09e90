import { pagesOf } from '../addresses.ts';
import type { BareRepository } from '../bare-repository.ts';
import { restCommit } from '../bodies/commit.ts';
import { diffEntry } from '../bodies/diff.ts';
import { wholeRepository } from '../bodies/repository.ts';
import { type Commit, readCommit, readCommits } from '../commits.ts';
import type { ChangedFile } from '../entities.ts';
import { type Answer, type Handlers, notFound, ok, refuse, type Surroundings } from '../responses.ts';
import { repositoryOf } from '../state.ts';
import { type Entry, listTree } from '../trees.ts';
import { inLines } from './objects.ts';

/** Larger files come without their content, and must be asked for raw. */
const CONTENT_LIMIT = 1024 * 1024;

export const contentHandlers: Handlers = {
  'repos/get': (_, { state, api }) => {
    const repository = wholeRepository(api, repositoryOf(state.repository), {
      defaultBranch: state.defaultBranch,
    });
    return ok({ ...repository, network_count: 0, subscribers_count: 1, temp_clone_token: null });
  },
  'repos/get-commit': async ({ params }, { git, state, api }) => {
    const sha = await git.resolve(params.ref ?? '');
    if (!sha) return refuse(422, `No commit found for SHA: ${params.ref}`);
    const commit = await readCommit(git, sha);
    return commit ? ok(restCommit(api, state.repository, commit)) : notFound();
  },
  'repos/get-content': async ({ params, query, accept }, around) => {
    const { git, state } = around;
    const ref = query.get('ref') ?? state.defaultBranch;
    const commit = await git.resolve(ref);
    if (!commit)
      return refuse(
        404,
        query.has('ref') ? `No commit found for the ref ${ref}` : 'This repository is empty.',
      );
    const path = (params.path ?? '').replace(/^\/+|\/+$/g, '');
    const all = await listTree(git, commit, true);
    const entry = all.find((one) => one.path === path);
    if (entry?.kind === 'blob') return showFile(entry, ref, accept, around);
    const below = path === '' ? '' : `${path}/`;
    const inside = all.filter(
      (one) => one.path.startsWith(below) && !one.path.slice(below.length).includes('/'),
    );
    if (inside.length === 0) return notFound();
    return ok(inside.map((one) => contentBody(one, ref, one.kind === 'tree' ? 'dir' : 'file', around)));
  },
  'repos/compare-commits-with-basehead': async ({ params, query }, { git, state, api }) => {
    const [baseName = '', headName = ''] = (params.basehead ?? '').split(/\.{2,3}/);
    // Commits that a test only gave names to are all the default branch's, and nothing is changed between them.
    const named = state.pulls.flatMap((pull) => [pull.base.sha, pull.head.sha]);
    const find = async (name: string) =>
      (await git.resolve(name)) ?? (named.includes(name) ? git.resolve(state.defaultBranch) : null);
    const [base, head] = [await find(baseName), await find(headName)];
    if (!base || !head) return notFound();
    // Of a commit and itself git need not be asked, which nearly all pull requests of these tests would do.
    const isSame = base === head;
    const mergeBase = isSame ? base : await git.run(['merge-base', base, head]).catch(() => null);
    if (!mergeBase) return refuse(404, `No common ancestor between ${baseName} and ${headName}.`);
    const counts = isSame
      ? '0 0'
      : await git.run(['rev-list', '--left-right', '--count', `${base}...${head}`]);
    const [behind = 0, ahead = 0] = counts.split(/\s+/).map(Number);
    const between = isSame ? [] : await readCommits(git, '--reverse', `${base}..${head}`);
    const baseCommit = (await readCommit(git, base)) as Commit;
    const mergeCommit = mergeBase === base ? baseCommit : ((await readCommit(git, mergeBase)) as Commit);
    const page = `${pagesOf(api)}/${state.repository}/compare/${params.basehead}`;
    // Without paging, the first 250.
    const size = query.has('page') || query.has('per_page') ? Number(query.get('per_page') ?? 30) : 250;
    const from = (Number(query.get('page') ?? 1) - 1) * size;
    return ok({
      url: `${api}/repos/${state.repository}/compare/${params.basehead}`,
      html_url: page,
      permalink_url: page,
      diff_url: `${page}.diff`,
      patch_url: `${page}.patch`,
      base_commit: restCommit(api, state.repository, baseCommit),
      merge_base_commit: restCommit(api, state.repository, mergeCommit),
      status: ahead > 0 ? (behind > 0 ? 'diverged' : 'ahead') : behind > 0 ? 'behind' : 'identical',
      ahead_by: ahead,
      behind_by: behind,
      total_commits: ahead,
      commits: between.slice(from, from + size).map((commit) => restCommit(api, state.repository, commit)),
      files: (isSame ? [] : await changedFiles(git, mergeBase, head))
        .slice(0, 300)
        .map((file) => diffEntry(api, state.repository, head, file)),
    });
  },
};

const STATUSES: Readonly<Record<string, ChangedFile['status']>> = {
  A: 'added',
  D: 'removed',
  M: 'modified',
};

async function changedFiles(git: BareRepository, from: string, to: string): Promise<ChangedFile[]> {
  const names = await git.run(['diff', '--name-status', '-z', '--find-renames', from, to]);
  const counted = await git.run(['diff', '--numstat', '--no-renames', from, to]);
  const counts = counted.split('\n').map((line) => line.split('\t'));
  const linesOf = (path: string) => {
    const [additions, deletions] = counts.find((one) => one[2] === path) ?? [];
    return { additions: Number(additions) || 0, deletions: Number(deletions) || 0 };
  };
  const words = names.split('\0').filter((word) => word !== '');
  const files: ChangedFile[] = [];
  while (words.length > 0) {
    const [status = '', first = ''] = words.splice(0, 2);
    if (/^[RC]/.test(status)) files.push({ path: words.shift() ?? '', before: first });
    else files.push({ path: first, status: STATUSES[status] ?? 'changed', ...linesOf(first) });
  }
  return files;
}

async function showFile(entry: Entry, ref: string, accept: string, around: Surroundings): Promise<Answer> {
  const bytes = (await around.git.show(entry.sha))?.bytes ?? Buffer.alloc(0);
  if (accept.includes('raw')) return { status: 200, raw: bytes };
  if (entry.mode === '120000') {
    return ok({ ...contentBody(entry, ref, 'symlink', around), target: bytes.toString() });
  }
  const small = bytes.length <= CONTENT_LIMIT;
  const content = small ? inLines(bytes) : '';
  return ok({ ...contentBody(entry, ref, 'file', around), content, encoding: small ? 'base64' : 'none' });
}

function contentBody(entry: Entry, ref: string, type: string, { api, state: { repository } }: Surroundings) {
  const url = `${api}/repos/${repository}/contents/${encodeURI(entry.path)}?ref=${encodeURIComponent(ref)}`;
  const places = entry.kind === 'tree' ? 'trees' : 'blobs';
  const gitUrl = `${api}/repos/${repository}/git/${places}/${entry.sha}`;
  const page = `${pagesOf(api)}/${repository}/${entry.kind === 'tree' ? 'tree' : 'blob'}/${ref}/${encodeURI(entry.path)}`;
  return {
    type,
    size: entry.size ?? 0,
    name: entry.path.split('/').at(-1) ?? '',
    path: entry.path,
    sha: entry.sha,
    url,
    git_url: gitUrl,
    html_url: page,
    download_url: type === 'dir' ? null : page.replace('/blob/', '/raw/'),
    _links: { self: url, git: gitUrl, html: page },
  };
}
