import type { GitHub } from './client.ts';
import type { PullRequest, StoredComment } from './comments.ts';
import { isNewer, type Marker, readMarker } from './marker.ts';
import { findOwn } from './own-comments.ts';

const TIMES = 2;

/**
 * An older run that looked before our result was there may have written over it since: it is written again. Gives the
 * comment of a newer run where one is there, else null. Never throws, for the result has been written.
 */
export async function readBack(
  github: GitHub,
  pull: PullRequest,
  marker: Marker,
  us: string,
  rewrite: (there: StoredComment) => Promise<unknown>,
): Promise<StoredComment | null> {
  try {
    for (let time = 0; time < TIMES; time++) {
      const [there] = (await findOwn(github, pull, marker.key, us)).own;
      const stamp = there ? readMarker(there.body) : null;
      if (!there || stamp === null) return null;
      if (isNewer(stamp, marker)) return there;
      if (!isNewer(marker, stamp)) return null;
      await rewrite(there);
    }
  } catch {
    // Nothing is known of anybody else's words then.
  }
  return null;
}
