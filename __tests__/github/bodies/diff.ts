import { createHash } from 'node:crypto';
import { pagesOf } from '../addresses.ts';
import type { ChangedFile } from '../entities.ts';

/** A changed file, as pull requests and comparisons list it. */
export function diffEntry(
  api: string,
  repository: string,
  sha: string,
  { path, before, status = 'modified', additions = 1, deletions = 1 }: ChangedFile,
) {
  const encoded = path.split('/').map(encodeURIComponent).join('/');
  return {
    sha: createHash('sha1').update(path).digest('hex'),
    filename: path,
    status: before === undefined ? status : ('renamed' as const),
    additions,
    deletions,
    changes: additions + deletions,
    blob_url: `${pagesOf(api)}/${repository}/blob/${sha}/${encoded}`,
    raw_url: `${pagesOf(api)}/${repository}/raw/${sha}/${encoded}`,
    contents_url: `${api}/repos/${repository}/contents/${encoded}?ref=${sha}`,
    patch: '@@ -1 +1 @@\n-a\n+b',
    ...(before === undefined ? {} : { previous_filename: before }),
  };
}
