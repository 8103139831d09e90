/** A real bare repository, driven by the git binary: its SHAs and its refusals are git's own. */
import { execFile } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { type GitObject, ObjectReader } from './object-reader.ts';
import { listTree } from './trees.ts';

export interface BareRepository {
  /** Folder of the repository, for `git --git-dir`; it is there once anything has been asked of it. */
  readonly path: string;
  /** What git prints, without the last line feed. Throws GitRefusal. */
  run(args: readonly string[], input?: string): Promise<string>;
  /**
   * Some commands, one after the other as long as none fails: what they print. One shell starts all of them, since this
   * process, being large, takes longer to start another than git does for its work.
   */
  runAll(
    commands: readonly (readonly string[])[],
    input: string,
    env: Record<string, string>,
  ): Promise<string>;
  /** Writes a blob, and gives its SHA. */
  writeBlob(bytes: Buffer): Promise<string>;
  /** Commits files (path → content; null removes) onto a branch, which is created where it is not there. */
  commit(
    branch: string,
    files: Readonly<Record<string, string | Buffer | null>>,
    message?: string,
    author?: string,
  ): Promise<string>;
  /** What a name stands for, as git reads it; null where there is no such object. */
  show(name: string): Promise<GitObject | null>;
  /** Commit that a branch, tag or SHA stands for; null where there is none. */
  resolve(ref: string): Promise<string | null>;
  /** Paths of all files of a commit, sorted. */
  list(ref: string): Promise<string[]>;
  read(ref: string, path: string): Promise<string>;
}

export class GitRefusal extends Error {
  constructor(args: readonly string[], said: string) {
    super(`git ${args.join(' ')}: ${said}`);
  }
}

const IDENTITY = ['user.name=Tests', 'user.email=tests@example.com', 'core.fsync=none', 'gc.auto=0'];
const CONFIGURED = IDENTITY.flatMap((setting) => ['-c', setting]);

/**
 * Files of a repository with its first commit, by the default branch: git makes it once, and each other is its copy.
 */
const BEGUN = new Map<string, ReadonlyMap<string, Buffer>>();

async function keep(folder: string): Promise<ReadonlyMap<string, Buffer>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const read = files.map(async (file) => [file.slice(folder.length), await readFile(file)] as const);
  return new Map(await Promise.all(read));
}

async function restore(folder: string, files: ReadonlyMap<string, Buffer>): Promise<void> {
  for (const [file, bytes] of files) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), bytes);
  }
}

/**
 * A blob as git writes one (gitformat-loose): for a blob git checks nothing, so that a process of git for each of them
 * would add nothing but its start. `git fsck` in server.test.ts reads what was written here.
 */
async function writeLoose(repository: string, bytes: Buffer): Promise<string> {
  const whole = Buffer.concat([Buffer.from(`blob ${bytes.length}\0`), bytes]);
  const sha = createHash('sha1').update(whole).digest('hex');
  const folder = join(repository, 'objects', sha.slice(0, 2));
  const unfinished = join(folder, `tmp_obj_${randomUUID()}`);
  await mkdir(folder, { recursive: true });
  await writeFile(unfinished, deflateSync(whole));
  await rename(unfinished, join(folder, sha.slice(2)));
  return sha;
}

/** Makes the repository at the first request. Unless it is to be empty, its default branch has one commit. */
export async function createBareRepository(
  defaultBranch: string,
  empty: boolean,
): Promise<BareRepository & { remove(): Promise<void> }> {
  const root = await mkdtemp(join(tmpdir(), 'tailgate-github-'));
  const path = join(root, 'repository.git');
  const ENV = { PATH: process.env.PATH, GIT_CONFIG_NOSYSTEM: '1', HOME: root, LC_ALL: 'C' };
  let ready: Promise<unknown> | null = null;
  let reader: ObjectReader | null = null;

  const git = (args: readonly string[]) => ['git', ...CONFIGURED, '--git-dir', path, ...args];
  const execute = (
    [file = '', ...words]: readonly string[],
    input?: string | Buffer,
    more?: Record<string, string>,
  ): Promise<string> =>
    new Promise((resolve, reject) => {
      const options = { maxBuffer: 256 * 1024 * 1024, env: { ...ENV, ...more } };
      const child = execFile(file, words, options, (error, out, said) =>
        error ? reject(new GitRefusal(words, said.trim() || error.message)) : resolve(out.replace(/\n$/, '')),
      );
      child.stdin?.on('error', () => {});
      child.stdin?.end(input ?? '');
    });
  const look = (name: string): Promise<GitObject | null> => {
    reader ??= new ObjectReader([...CONFIGURED, '--git-dir', path], ENV);
    return reader.read(name);
  };
  // All that `git init` makes of it, without its sixteen sample hooks and without a process.
  const prepare = async () => {
    for (const folder of ['objects', 'refs']) await mkdir(join(path, folder), { recursive: true });
    await writeFile(join(path, 'HEAD'), `ref: refs/heads/${defaultBranch}\n`);
    await writeFile(join(path, 'config'), '[core]\n\trepositoryformatversion = 0\n\tbare = true\n');
    if (empty) return;
    const begun = BEGUN.get(defaultBranch);
    if (begun) return restore(path, begun);
    await commitFiles({ 'README.md': '# Service\n' }, defaultBranch, 'First commit');
    BEGUN.set(defaultBranch, await keep(path));
  };
  const show = async (name: string) => {
    await begin();
    return look(name);
  };
  const begin = () => {
    ready ??= prepare();
    return ready;
  };

  async function commitFiles(
    files: Readonly<Record<string, string | Buffer | null>>,
    branch: string,
    message: string,
    author = 'Tests <tests@example.com>',
  ): Promise<string> {
    const ref = `refs/heads/${branch}`;
    const parent = (await look(ref))?.sha;
    const [, name = 'Tests', email = ''] = /^(.*) <(.*)>$/.exec(author) ?? [];
    const seconds = Math.floor(Date.now() / 1000);
    const lines = [
      `commit ${ref}`,
      `author ${name} <${email}> ${seconds} +0000`,
      `committer ${name} <${email}> ${seconds} +0000`,
      `data ${Buffer.byteLength(message)}`,
      message,
      ...(parent ? [`from ${parent}`] : []),
    ];
    const chunks: Buffer[] = [Buffer.from(`${lines.join('\n')}\n`)];
    for (const [file, content] of Object.entries(files)) {
      const bytes = content === null ? null : Buffer.from(content);
      if (bytes === null) chunks.push(Buffer.from(`D ${file}\n`));
      else
        chunks.push(Buffer.from(`M 100644 inline ${file}\ndata ${bytes.length}\n`), bytes, Buffer.from('\n'));
    }
    await execute(git(['fast-import', '--quiet', '--date-format=raw']), Buffer.concat(chunks));
    const written = await look(ref);
    if (!written) throw new GitRefusal(['fast-import'], `there is no ${ref} after it`);
    return written.sha;
  }

  return {
    path,
    async run(args, input) {
      await begin();
      return execute(git(args), input);
    },
    async runAll(commands, input, env) {
      await begin();
      const quoted = commands.map((args) => git(args).map((word) => `'${word.replaceAll("'", "'\\''")}'`));
      return execute(['sh', '-c', quoted.map((words) => words.join(' ')).join(' && ')], input, env);
    },
    async writeBlob(bytes) {
      await begin();
      return writeLoose(path, bytes);
    },
    commit: async (branch, files, message = 'A commit', author) => {
      await begin();
      return commitFiles(files, branch, message, author);
    },
    show,
    resolve: async (ref) => (await show(`${ref}^{commit}`))?.sha ?? null,
    async list(ref) {
      const entries = await listTree({ show }, ref, true);
      return entries.flatMap(({ kind, path: file }) => (kind === 'tree' ? [] : [file])).sort();
    },
    read: async (ref, file) => {
      const object = await show(`${ref}:${file}`);
      if (object?.type !== 'blob') throw new GitRefusal(['cat-file'], `${ref} has no file ${file}`);
      return object.bytes.toString();
    },
    async remove() {
      await reader?.close();
      // A run that ended early may have left a question behind, of which git is still writing.
      await rm(root, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
    },
  };
}
