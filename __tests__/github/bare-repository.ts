/** A real bare repository, driven by the git binary: its SHAs and its refusals are git's own. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

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

/** Makes the repository at the first request. Unless it is to be empty, its default branch has one commit. */
export async function createBareRepository(
  defaultBranch: string,
  empty: boolean,
): Promise<BareRepository & { remove(): Promise<void> }> {
  const root = await mkdtemp(join(tmpdir(), 'tailgate-github-'));
  const path = join(root, 'repository.git');
  let ready: Promise<unknown> | null = null;

  const execute = (
    args: readonly string[],
    input?: string | Buffer,
    more?: Record<string, string>,
  ): Promise<Buffer> =>
    new Promise((resolve, reject) => {
      const options = {
        encoding: 'buffer' as const,
        maxBuffer: 256 * 1024 * 1024,
        env: { PATH: process.env.PATH, GIT_CONFIG_NOSYSTEM: '1', HOME: root, LC_ALL: 'C', ...more },
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
  const prepare = async () => {
    await execute(['init', '--quiet', '--bare', `--initial-branch=${defaultBranch}`, path]);
    if (!empty) await commitFiles({ 'README.md': '# Service\n' }, defaultBranch, 'First commit');
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
    const ask = async (args: readonly string[], input?: string | Buffer) => text(await execute(args, input));
    const ref = `refs/heads/${branch}`;
    const parent = await ask(['rev-parse', '--quiet', '--verify', ref]).catch(() => null);
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
    return ask(['rev-parse', ref]);
  }

  return {
    path,
    runRaw,
    run: async (args, input, env) => text(await runRaw(args, input, env)),
    commit: async (branch, files, message = 'A commit', author) => {
      await runRaw(['version']);
      return commitFiles(files, branch, message, author);
    },
    resolve: async (ref) =>
      text(
        await runRaw(['rev-parse', '--quiet', '--verify', `${ref}^{commit}`]).catch(() => Buffer.alloc(0)),
      ) || null,
    list: async (ref) =>
      text(await runRaw(['ls-tree', '-r', '-z', '--name-only', ref]))
        .split('\0')
        .filter((file) => file !== '')
        .sort(),
    read: async (ref, file) => (await runRaw(['cat-file', 'blob', `${ref}:${file}`])).toString(),
    remove: () => rm(root, { recursive: true, force: true }),
  };
}
