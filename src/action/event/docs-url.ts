import { DOCS_URL } from '../../report/docs-url.ts';
import type { Environment } from './read-event.ts';

/**
 * Where the documentation of this very version is read: in the repository that the runner took the action from. The
 * newest where it did not say, as of an action that lies in the workspace; null where nobody knows where that is.
 */
export function docsUrlOf(env: Environment): string | null {
  const { GITHUB_ACTION_REPOSITORY: repository, GITHUB_ACTION_REF: ref } = env;
  const server = env.GITHUB_SERVER_URL || 'https://github.com';
  const isKnown = repository && ref && /^[\w.-]+\/[\w.-]+$/.test(repository) && /^[\w./-]+$/.test(ref);
  return isKnown ? `${server}/${repository}/blob/${ref}/docs` : DOCS_URL;
}
