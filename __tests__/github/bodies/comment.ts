import { pagesOf } from '../addresses.ts';
import type { Comment } from '../entities.ts';
import { simpleUser } from '../shapes.ts';
import { noReactions } from './reactions.ts';

export function issueComment(api: string, repository: string, comment: Comment) {
  const url = `${api}/repos/${repository}/issues/comments/${comment.id}`;
  return {
    url,
    html_url: `${pagesOf(api)}/${repository}/pull/${comment.issue}#issuecomment-${comment.id}`,
    issue_url: `${api}/repos/${repository}/issues/${comment.issue}`,
    id: comment.id,
    node_id: Buffer.from(`IC_${comment.id}`).toString('base64'),
    user: simpleUser(api, comment.author),
    created_at: comment.createdAt,
    updated_at: comment.updatedAt,
    body: comment.body,
    author_association: comment.author.type === 'Bot' ? 'NONE' : 'CONTRIBUTOR',
    reactions: noReactions(url),
    performed_via_github_app: null,
  };
}
