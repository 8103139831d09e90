import type { Comment } from '../entities.ts';
import { simpleUser } from '../shapes.ts';

export function issueComment(api: string, repository: string, comment: Comment) {
  const url = `${api}/repos/${repository}/issues/comments/${comment.id}`;
  return {
    url,
    html_url: `https://github.com/${repository}/pull/${comment.issue}#issuecomment-${comment.id}`,
    issue_url: `${api}/repos/${repository}/issues/${comment.issue}`,
    id: comment.id,
    node_id: Buffer.from(`IC_${comment.id}`).toString('base64'),
    user: simpleUser(api, comment.author),
    created_at: comment.createdAt,
    updated_at: comment.updatedAt,
    body: comment.body,
    author_association: comment.author.type === 'Bot' ? 'NONE' : 'CONTRIBUTOR',
    reactions: {
      url: `${url}/reactions`,
      total_count: 0,
      '+1': 0,
      '-1': 0,
      laugh: 0,
      hooray: 0,
      confused: 0,
      heart: 0,
      rocket: 0,
      eyes: 0,
    },
    performed_via_github_app: null,
  };
}
