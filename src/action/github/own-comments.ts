import type { GitHub } from './client.ts';
import { type PullRequest, readConversation, type StoredComment } from './comments.ts';
import { type Marker, readMarker } from './marker.ts';

interface OwnComments {
  /** Those with our marker and this key, oldest first. */
  readonly own: readonly StoredComment[];
  /** When they were read, by GitHub's clock. */
  readonly readAt: Date | null;
}

/** Our comments with this key; null: with any. Anyone can plant a marker, so the author has to be us as well. */
export async function findOwn(
  github: GitHub,
  pull: PullRequest,
  key: string | null,
  us: string,
): Promise<OwnComments> {
  const { comments, readAt } = await readConversation(github, pull);
  const isMeant = ({ author, body }: StoredComment) => {
    const marker = author === us ? readMarker(body) : null;
    return marker !== null && (key === null || marker.key === key);
  };
  return { own: byId(comments.filter(isMeant)), readAt };
}

/** The marker with the moment since which its head is known here: what the comment says of this very head, else now. */
export function dateHead(marker: Marker, { own, readAt }: OwnComments): Marker {
  if (marker.headSha === null) return marker;
  const known = own
    .map(({ body }) => readMarker(body))
    .flatMap((one) => (one?.headSha === marker.headSha && one.since ? [one.since] : []));
  const since = known.sort()[0] ?? readAt?.toISOString().replace(/\.\d+Z$/, 'Z');
  return since === undefined ? marker : { ...marker, since };
}

export function byId(comments: readonly StoredComment[]): StoredComment[] {
  const unique = new Map(comments.map((comment) => [comment.id, comment]));
  return [...unique.values()].sort((a, b) => a.id - b.id);
}
