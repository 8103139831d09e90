/** Bodies as GitHub's REST API gives them, complete enough to be held against its OpenAPI description. */

export interface Account {
  readonly login: string;
  readonly id: number;
  readonly type: 'User' | 'Bot';
}

export interface Comment {
  readonly id: number;
  body: string;
  readonly author: Account;
  readonly createdAt: string;
  updatedAt: string;
}

export const WORKFLOW_BOT: Account = { login: 'github-actions[bot]', id: 41898282, type: 'Bot' };

export function simpleUser(api: string, { login, id, type }: Account) {
  const path = encodeURIComponent(login);
  const url = `${api}/users/${path}`;
  return {
    login,
    id,
    node_id: Buffer.from(`04:${type}${id}`).toString('base64'),
    avatar_url: `https://avatars.githubusercontent.com/u/${id}?v=4`,
    gravatar_id: '',
    url,
    html_url: `https://github.com/${type === 'Bot' ? `apps/${login.replace('[bot]', '')}` : path}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type,
    user_view_type: 'public',
    site_admin: false,
  };
}

export function issueComment(api: string, repository: string, issue: number, comment: Comment) {
  const url = `${api}/repos/${repository}/issues/comments/${comment.id}`;
  return {
    url,
    html_url: `https://github.com/${repository}/pull/${issue}#issuecomment-${comment.id}`,
    issue_url: `${api}/repos/${repository}/issues/${issue}`,
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

export function refusal(status: number, message: string, errors?: readonly object[]) {
  return {
    message,
    ...(errors ? { errors } : {}),
    documentation_url: 'https://docs.github.com/rest/issues/comments',
    status: String(status),
  };
}
