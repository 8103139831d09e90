import { createHash } from 'node:crypto';
import type { ChangedFile } from '../entities.ts';

/** A changed file, as pull requests and comparisons list it. */
export function diffEntry(api: string, repository: string, sha: string, { path, before }: ChangedFile) {
  const encoded = path.split('/').map(encodeURIComponent).join('/');
  return {
    sha: createHash('sha1').update(path).digest('hex'),
    filename: path,
    status: before === undefined ? ('modified' as const) : ('renamed' as const),
    additions: 1,
    deletions: 1,
    changes: 2,
    blob_url: `https://github.com/${repository}/blob/${sha}/${encoded}`,
    raw_url: `https://github.com/${repository}/raw/${sha}/${encoded}`,
    contents_url: `${api}/repos/${repository}/contents/${encoded}?ref=${sha}`,
    patch: '@@ -1 +1 @@\n-a\n+b',
    ...(before === undefined ? {} : { previous_filename: before }),
  };
}
