import { pagesOf } from '../addresses.ts';
import type { CheckRun } from '../entities.ts';
import { simpleUser, WORKFLOW_BOT } from '../shapes.ts';

export function checkRunBody(api: string, repository: string, run: CheckRun) {
  const url = `${api}/repos/${repository}/check-runs/${run.id}`;
  return {
    id: run.id,
    name: run.name,
    node_id: Buffer.from(`CR_${run.id}`).toString('base64'),
    head_sha: run.head_sha,
    external_id: run.external_id,
    url,
    html_url: `${pagesOf(api)}/${repository}/runs/${run.id}`,
    details_url: run.details_url,
    status: run.status,
    conclusion: run.conclusion,
    started_at: run.started_at,
    completed_at: run.completed_at,
    output: { ...run.output, annotations_count: 0, annotations_url: `${url}/annotations` },
    check_suite: { id: 5 },
    app: githubActions(api),
    pull_requests: [],
  };
}

/** The app behind GITHUB_TOKEN. */
function githubActions(api: string) {
  const at = '2018-07-30T09:30:17Z';
  return {
    id: 15368,
    slug: 'github-actions',
    node_id: 'MDM6QXBwMTUzNjg=',
    owner: simpleUser(api, { ...WORKFLOW_BOT, login: 'github', type: 'User' }),
    name: 'GitHub Actions',
    description: null,
    external_url: 'https://help.github.com/en/actions',
    html_url: `${pagesOf(api)}/apps/github-actions`,
    created_at: at,
    updated_at: at,
    permissions: { checks: 'write', contents: 'write', metadata: 'read' },
    events: ['check_run', 'push'],
  };
}
