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

/** One commit, by SHA; null where there is none. */
export async function readCommit(git: BareRepository, sha: string): Promise<Commit | null> {
  const object = await git.show(sha);
  if (object?.type !== 'commit') return null;
  const text = object.bytes.toString();
  const end = text.indexOf('\n\n');
  const head = text.slice(0, end);
  const all = (key: string) =>
    [...head.matchAll(new RegExp(`^${key} (.*)$`, 'gm'))].map(([, value = '']) => value);
  const signature = (key: string): Signature => {
    const [, name = '', email = '', seconds = ''] =
      /^(.*?) ?<(.*)> (\d+) [+-]\d{4}$/.exec(all(key)[0] ?? '') ?? [];
    return { name, email, date: toUtc(new Date(1000 * Number(seconds)).toISOString()) };
  };
  return {
    sha: object.sha,
    tree: all('tree')[0] ?? '',
    parents: all('parent'),
    author: signature('author'),
    committer: signature('committer'),
    message: text.slice(end + 2).replace(/\n$/, ''),
  };
}

/** Types of objects by SHA; null where there is no such object. */
export function typesOf(git: BareRepository, shas: readonly string[]): Promise<(string | null)[]> {
  return Promise.all(shas.map(async (sha) => (await git.show(sha))?.type ?? null));
}

/** Contents of blobs by SHA; what is no blob is left out. */
export async function readBlobs(
  git: BareRepository,
  shas: readonly string[],
): Promise<ReadonlyMap<string, Buffer>> {
  const objects = await Promise.all(shas.map((sha) => git.show(sha)));
  return new Map(
    objects.flatMap((object) => (object?.type === 'blob' ? [[object.sha, object.bytes] as const] : [])),
  );
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
