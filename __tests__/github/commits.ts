import type { BareRepository } from './bare-repository.ts';

export interface Signature {
  readonly name: string;
  readonly email: string;
  /** ISO time. */
  readonly date: string;
}

export interface Commit {
  readonly sha: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: Signature;
  readonly committer: Signature;
  readonly message: string;
}

const FIELDS = ['%H', '%T', '%P', '%an', '%ae', '%aI', '%cn', '%ce', '%cI', '%B'];

/** Commits as `git log` gives them for these arguments. */
export async function readCommits(git: BareRepository, ...args: readonly string[]): Promise<Commit[]> {
  const text = await git.run(['log', '-z', `--format=${FIELDS.join('%x00')}`, ...args]);
  const parts = text.split('\0');
  const commits: Commit[] = [];
  for (let at = 0; at + FIELDS.length <= parts.length; at += FIELDS.length) {
    const [
      sha = '',
      tree = '',
      parents = '',
      an = '',
      ae = '',
      ad = '',
      cn = '',
      ce = '',
      cd = '',
      message = '',
    ] = parts.slice(at, at + FIELDS.length);
    commits.push({
      sha,
      tree,
      parents: parents === '' ? [] : parents.split(' '),
      author: { name: an, email: ae, date: toUtc(ad) },
      committer: { name: cn, email: ce, date: toUtc(cd) },
      message: message.replace(/\n$/, ''),
    });
  }
  return commits;
}

/** Types of objects by SHA; null where there is no such object. */
export async function typesOf(git: BareRepository, shas: readonly string[]): Promise<(string | null)[]> {
  const lines = await git.run(['cat-file', '--batch-check=%(objecttype)'], `${shas.join('\n')}\n`);
  return lines.split('\n').map((line) => (/^(blob|tree|commit|tag)$/.test(line) ? line : null));
}

/** Contents of blobs by SHA, all in one process of git; what is no blob is left out. */
export async function readBlobs(
  git: BareRepository,
  shas: readonly string[],
): Promise<ReadonlyMap<string, Buffer>> {
  const bytes = await git.runRaw(['cat-file', '--batch'], `${shas.join('\n')}\n`);
  const blobs = new Map<string, Buffer>();
  for (let at = 0; at < bytes.length; ) {
    const line = bytes.indexOf('\n', at);
    const [sha = '', type, size] = bytes.subarray(at, line).toString().split(' ');
    // Of a missing object there is nothing but the line.
    const length = size === undefined ? -1 : Number(size);
    if (type === 'blob') blobs.set(sha, bytes.subarray(line + 1, line + 1 + length));
    at = line + 1 + length + 1;
  }
  return blobs;
}

/** The object of a commit, written as it is given. */
export function writeCommit(git: BareRepository, commit: Omit<Commit, 'sha'>): Promise<string> {
  const sign = ({ name, email, date }: Signature) =>
    `${name} <${email}> ${Math.floor(Date.parse(date) / 1000)} +0000`;
  const lines = [
    `tree ${commit.tree}`,
    ...commit.parents.map((parent) => `parent ${parent}`),
    `author ${sign(commit.author)}`,
    `committer ${sign(commit.committer)}`,
    '',
    commit.message,
  ];
  return git.run(['hash-object', '-t', 'commit', '-w', '--stdin'], lines.join('\n'));
}

function toUtc(date: string): string {
  return new Date(date).toISOString().replace('.000Z', 'Z');
}
