/** A real bare repository, driven by the git binary: its SHAs and its refusals are git's own. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type GitObject, ObjectReader } from './object-reader.ts';
import { listTree } from './trees.ts';

export interface BareRepository {
  /** Folder of the repository, for `git --git-dir`; it is there once anything has been asked of it. */
  readonly path: string;
  /** What git prints, without the last line feed. Throws GitRefusal. */
  run(args: readonly string[], input?: string | Buffer, env?: Record<string, string>): Promise<string>;
  /** As `run`, for content that need not be text. */
  runRaw(args: readonly string[], input?: string | Buffer, env?: Record<string, string>): Promise<Buffer>;
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

  const execute = (
    args: readonly string[],
    input?: string | Buffer,
    more?: Record<string, string>,
  ): Promise<Buffer> =>
    new Promise((resolve, reject) => {
      const options = {
        encoding: 'buffer' as const,
        maxBuffer: 256 * 1024 * 1024,
        env: { ...ENV, ...more },
      };
      const child = execFile(
        'git',
        [...CONFIGURED, '--git-dir', path, ...args],
        options,
        (error, out, said) =>
          error ? reject(new GitRefusal(args, said.toString().trim() || error.message)) : resolve(out),
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
    ready ??= prepare();
    await ready;
    return look(name);
  };
  const runRaw = async (args: readonly string[], input?: string | Buffer, env?: Record<string, string>) => {
    ready ??= prepare();
    await ready;
    return execute(args, input, env);
  };
  const text = (bytes: Buffer) => bytes.toString().replace(/\n$/, '');

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
    await execute(['fast-import', '--quiet', '--date-format=raw'], Buffer.concat(chunks));
    const written = await look(ref);
    if (!written) throw new GitRefusal(['fast-import'], `there is no ${ref} after it`);
    return written.sha;
  }

  return {
    path,
    runRaw,
    run: async (args, input, env) => text(await runRaw(args, input, env)),
    commit: async (branch, files, message = 'A commit', author) => {
      ready ??= prepare();
      await ready;
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
      await rm(root, { recursive: true, force: true });
    },
  };
}
