/** The bundles that an earlier commit holds: dist/ is committed, so no old source has to be built. */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const MOST_BYTES = 256 * 1024 * 1024;

/** The last commit in which a scenario had requests and no flows. */
export const BEFORE_FLOWS = 'a3ab4ca642715bec5474ed1ae4ac7e4c9bfa25eb';

/**
 * Puts the dist/ of a commit into a folder.
 * @returns `{ hash, date, subject }` of the commit
 * @throws Error that says what is missing and how to get it
 */
export function takeEarlierBundles(ref, folder) {
  const hash = resolve(ref);
  const [date, subject] = git(['show', '-s', '--format=%cs%n%s', hash]).toString().trim().split('\n');
  let archive;
  try {
    archive = git(['archive', '--format=tar', hash, 'dist']);
  } catch {
    throw new Error(`commit ${hash} (${subject}) has no dist/ in this clone; name one that has`);
  }
  execFileSync('tar', ['-x', '-f', '-', '-C', folder], { input: archive, stdio: ['pipe', 'ignore', 'pipe'] });
  return { hash, date, subject };
}

function resolve(ref) {
  let isShallow;
  try {
    isShallow = git(['rev-parse', '--is-shallow-repository']).toString().trim() === 'true';
  } catch (error) {
    throw new Error(
      error.code === 'ENOENT'
        ? '--against takes the earlier version from the repository with git, which is not installed'
        : '--against takes the earlier version from the repository, and this folder is no clone of it ' +
            '(an unpacked archive holds no history): clone the repository with git clone, and run this there',
    );
  }
  try {
    return git(['rev-parse', '--verify', '--quiet', `${ref}^{commit}`])
      .toString()
      .trim();
  } catch {
    throw new Error(
      isShallow
        ? `--against: ${ref} is not in this clone, which is shallow; fetch the whole history with git fetch --unshallow`
        : `--against: ${ref} names no commit in this clone; if it is a commit elsewhere, fetch it with git fetch --all`,
    );
  }
}

function git(args) {
  return execFileSync('git', args, { cwd: ROOT, maxBuffer: MOST_BYTES, stdio: ['ignore', 'pipe', 'pipe'] });
}
