/** The user's git repository, read, and copies of its commits in folders of their own; the checkout stays as it is. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ConfigurationError } from '../../config/configuration-error.ts';

const run = promisify(execFile);
const MOST_OUTPUT_BYTES = 64 * 1024 * 1024;
/** What git sets for the commands that it starts would lead those for another folder to the wrong one. */
const GIT_OWN =
  /^GIT_(DIR|WORK_TREE|INDEX_FILE|OBJECT_DIRECTORY|ALTERNATE_OBJECT_DIRECTORIES|COMMON_DIR|PREFIX|NAMESPACE)$/;

type Environment = Readonly<Record<string, string | undefined>>;

interface Commit {
  readonly sha: string;
  /** First line of its message. */
  readonly title: string;
}

interface Worktree {
  /** The place in it that corresponds to the folder that the user is in. */
  readonly folder: string;
  remove(): Promise<void>;
}

/** Without what names a repository of its own. */
export function withoutGit(env: Environment): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !GIT_OWN.test(name)));
}

export class LocalRepository {
  readonly #folder: string;
  readonly #env: Environment;

  /** @param folder of the user's, in a checkout */
  constructor(folder: string, env: Environment) {
    this.#folder = folder;
    this.#env = { ...withoutGit(env), LC_ALL: 'C' };
  }

  /** @throws ConfigurationError where there is no such commit, or no repository */
  async commit(name: string): Promise<string> {
    try {
      await this.#git('rev-parse', '--git-dir');
    } catch (error) {
      throw new ConfigurationError(`this folder is not in a git repository: ${saidBy(error)}`);
    }
    try {
      return await this.#git('rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`);
    } catch {
      throw new ConfigurationError(
        `there is no commit ${JSON.stringify(name)} here: fetch it (git fetch --unshallow, if the clone is shallow), or use another name`,
      );
    }
  }

  /**
   * The commits after `good` until `bad`, oldest first; of merges the one that merged, not what it brought.
   * @throws ConfigurationError where `bad` does not come after `good`
   */
  async between(good: string, bad: string): Promise<readonly Commit[]> {
    const isBefore = await this.#git('merge-base', '--is-ancestor', good, bad).then(
      () => true,
      () => false,
    );
    if (!isBefore || good === bad)
      throw new ConfigurationError(
        `${bad.slice(0, 12)} does not come after ${good.slice(0, 12)}: write the good commit first, then a bad one that descends from it`,
      );
    const listed = await this.#git(
      'log',
      '--first-parent',
      '--reverse',
      '--format=%H%x00%s',
      `${good}..${bad}`,
    );
    return listed.split('\n').map((line) => {
      const [sha = '', title = ''] = line.split('\0');
      return { sha, title };
    });
  }

  /** Its files in a folder of their own, without the user's hooks. Submodules are not filled. */
  async checkOut(sha: string): Promise<Worktree> {
    const parent = await mkdtemp(join(tmpdir(), 'tailgate-bisect-'));
    const place = join(parent, sha.slice(0, 12));
    const remove = async () => {
      const forget = () => this.#git('worktree', 'remove', '--force', '--force', place);
      const isGone = await forget().then(
        () => true,
        () => false,
      );
      await rm(parent, { recursive: true, force: true, maxRetries: 3 });
      // What could not be removed with its files can be forgotten without them.
      if (!isGone) await forget().catch(() => {});
    };
    try {
      await this.#git('-c', 'core.hooksPath=/dev/null', 'worktree', 'add', '--quiet', '--detach', place, sha);
      return { folder: join(place, await this.#git('rev-parse', '--show-prefix')), remove };
    } catch (error) {
      await remove();
      throw new ConfigurationError(`git could not check out ${sha.slice(0, 12)}: ${saidBy(error)}`);
    }
  }

  async #git(...words: readonly string[]): Promise<string> {
    const { stdout } = await run('git', ['-C', this.#folder, ...words], {
      env: { ...this.#env },
      maxBuffer: MOST_OUTPUT_BYTES,
      windowsHide: true,
    });
    return stdout.trimEnd();
  }
}

function saidBy(error: unknown): string {
  const { stderr = '', message = String(error) } = error as { stderr?: string; message?: string };
  return stderr.trim() || message;
}
