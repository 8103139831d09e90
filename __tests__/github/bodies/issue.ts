import { pagesOf } from '../addresses.ts';
import type { Issue, LabelEvent } from '../entities.ts';
import { simpleUser } from '../shapes.ts';
import { idOf } from '../state.ts';
import { noReactions } from './reactions.ts';

const COLOUR = 'ededed';

export function labelBody(api: string, repository: string, name: string) {
  const id = idOf(name);
  const url = `${api}/repos/${repository}/labels/${encodeURIComponent(name)}`;
  const node_id = Buffer.from(`LA_${id}`).toString('base64');
  return { id, node_id, url, name, color: COLOUR, default: false, description: null };
}

export function issueBody(api: string, repository: string, issue: Issue, comments: number) {
  const url = `${api}/repos/${repository}/issues/${issue.number}`;
  const page = `${pagesOf(api)}/${repository}/${issue.isPull ? 'pull' : 'issues'}/${issue.number}`;
  const pull = `${api}/repos/${repository}/pulls/${issue.number}`;
  const addresses = { url: pull, html_url: page, diff_url: `${page}.diff`, patch_url: `${page}.patch` };
  return {
    url,
    repository_url: `${api}/repos/${repository}`,
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    html_url: page,
    id: issue.id,
    node_id: Buffer.from(`I_${issue.id}`).toString('base64'),
    number: issue.number,
    title: issue.title,
    user: simpleUser(api, issue.author),
    labels: issue.labels.map((name) => labelBody(api, repository, name)),
    state: issue.state,
    state_reason: issue.stateReason,
    locked: false,
    assignee: null,
    assignees: [],
    milestone: null,
    comments,
    created_at: issue.createdAt,
    updated_at: issue.updatedAt,
    closed_at: issue.closedAt,
    reactions: noReactions(url),
    author_association: issue.author.type === 'Bot' ? 'NONE' : 'CONTRIBUTOR',
    active_lock_reason: null,
    body: issue.body,
    closed_by: null,
    performed_via_github_app: null,
    ...(issue.isPull ? { pull_request: { ...addresses, merged_at: null }, draft: false } : {}),
  };
}

export function labelEventBody(api: string, repository: string, event: LabelEvent) {
  return {
    id: event.id,
    node_id: Buffer.from(`LE_${event.id}`).toString('base64'),
    url: `${api}/repos/${repository}/issues/events/${event.id}`,
    actor: simpleUser(api, event.actor),
    event: event.event,
    commit_id: null,
    commit_url: null,
    created_at: event.createdAt,
    ...(event.label === null ? {} : { label: { name: event.label, color: COLOUR } }),
    performed_via_github_app: null,
  };
}
