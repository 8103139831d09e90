import { issueBody, labelBody, labelEventBody } from '../bodies/issue.ts';
import type { Issue } from '../entities.ts';
import { type Call, created, type Handlers, notFound, ok, page, type Surroundings } from '../responses.ts';

export const issueHandlers: Handlers = {
  'issues/get': (call, around) => {
    const issue = find(call, around);
    return issue ? ok(show(issue, around)) : notFound();
  },
  'issues/list-for-repo': (call, around) => {
    const { query } = call;
    const state = query.get('state') ?? 'open';
    const labels = query.get('labels')?.split(',') ?? [];
    const creator = query.get('creator');
    const fits = (issue: Issue) =>
      (state === 'all' || issue.state === state) &&
      (creator === null || creator === issue.author.login || creator === appOf(issue.author.login)) &&
      labels.every((label) => issue.labels.includes(label));
    const newestFirst = around.state.issues.filter(fits).toSorted((a, b) => b.number - a.number);
    if (query.get('direction') === 'asc') newestFirst.reverse();
    return page(
      call,
      newestFirst.map((issue) => show(issue, around)),
    );
  },
  'issues/create': ({ body, token }, around) => {
    const issue = around.state.addIssue(String(body.title), body.body ?? '', token.account);
    issue.labels = namesOf(body.labels);
    return created(show(issue, around));
  },
  'issues/update': (call, around) => {
    const issue = find(call, around);
    if (!issue) return notFound();
    const { title, body, state, labels, state_reason: reason } = call.body;
    around.state.changeIssue(issue.number, {
      ...(title === undefined ? {} : { title: String(title) }),
      ...(body === undefined ? {} : { body }),
      ...(state === undefined ? {} : { state }),
      ...(labels === undefined ? {} : { labels: namesOf(labels) }),
    });
    if (reason !== undefined) issue.stateReason = reason;
    return ok(show(issue, around));
  },
  'issues/add-labels': (call, around) => {
    const issue = find(call, around);
    if (!issue) return notFound();
    const names = namesOf(Array.isArray(call.body) ? call.body : call.body.labels);
    for (const name of names) around.state.addLabel(name, call.token.account, undefined, issue.number);
    return ok(issue.labels.map((name) => labelBody(around.api, around.state.repository, name)));
  },
  'issues/list-labels-on-issue': (call, around) => {
    const issue = find(call, around);
    if (!issue) return notFound();
    const { api, state } = around;
    return page(
      call,
      issue.labels.map((name) => labelBody(api, state.repository, name)),
    );
  },
  'issues/list-events': (call, around) => {
    const issue = find(call, around);
    if (!issue) return notFound();
    const { api, state } = around;
    const own = state.labelEvents.filter((event) => event.issue === issue.number);
    return page(
      call,
      own.map((event) => labelEventBody(api, state.repository, event)),
    );
  },
};

function find({ params }: Call, { state }: Surroundings): Issue | undefined {
  return state.issues.find(({ number }) => number === Number(params.issue_number));
}

function show(issue: Issue, { api, state }: Surroundings) {
  const comments = state.comments.filter((comment) => comment.issue === issue.number).length;
  return issueBody(api, state.repository, issue, comments);
}

/** The other way to name a bot. */
function appOf(login: string): string {
  return `app/${login.replace(/\[bot\]$/, '')}`;
}

/** Labels come as names or as objects with a name. */
function namesOf(labels: readonly (string | { name: string })[] = []): string[] {
  return labels.map((label) => (typeof label === 'string' ? label : label.name));
}
