import type { GitHub } from './client.ts';

/** Author of what the job's own token writes. */
const WORKFLOW_BOT = 'github-actions[bot]';

/**
 * Login under which this token writes comments. GraphQL's `viewer` answers for every kind of token, while GET /user
 * refuses those of apps, GITHUB_TOKEN among them. Without a response it is taken to be GITHUB_TOKEN; should that be
 * wrong, the first comment written tells the true author.
 */
export async function findIdentity(github: GitHub): Promise<string> {
  try {
    const response = await github.graphql<{ viewer?: { login?: unknown } }>('query { viewer { login } }');
    const login = response.viewer?.login;
    return typeof login === 'string' && login !== '' ? login : WORKFLOW_BOT;
  } catch {
    return WORKFLOW_BOT;
  }
}
