import { diffEntry } from '../bodies/diff.ts';
import { simplePull, wholePull } from '../bodies/pull.ts';
import type { Issue, Pull } from '../entities.ts';
import { type Handlers, notFound, ok, page } from '../responses.ts';
import type { State } from '../state.ts';

export const pullHandlers: Handlers = {
  'pulls/get': ({ params }, { state, api }) => {
    const pull = state.pulls.find(({ number }) => number === Number(params.pull_number));
    if (!pull) return notFound();
    const comments = state.comments.filter((comment) => comment.issue === pull.number).length;
    return ok(wholePull(api, state.repository, pull, issueOf(state, pull), comments));
  },
  'pulls/list-files': (call, { state, api }) => {
    const pull = state.pulls.find(({ number }) => number === Number(call.params.pull_number));
    if (!pull) return notFound();
    // GitHub lists no more of them.
    const listed = pull.files.slice(0, 3000);
    return page(
      call,
      listed.map((file) => diffEntry(api, state.repository, pull.head.sha, file)),
    );
  },
  /** A `head` without an owner filters nothing: GitHub passes over it. */
  'pulls/list': (call, { state, api }) => {
    const { query } = call;
    const openness = query.get('state') ?? 'open';
    const head = query.get('head') ?? '';
    const base = query.get('base');
    const fits = (pull: Pull) =>
      (openness === 'all' || issueOf(state, pull).state === openness) &&
      (base === null || pull.base.ref === base) &&
      (!head.includes(':') || `${pull.head.repo?.full_name.split('/')[0] ?? ''}:${pull.head.ref}` === head);
    const newestFirst = state.pulls.filter(fits).toSorted((a, b) => b.number - a.number);
    return page(
      call,
      newestFirst.map((pull) => simplePull(api, state.repository, pull, issueOf(state, pull))),
    );
  },
  /**
   * Every pull request that has the commit, as its head or before it. GitHub leaves out those that were closed without
   * a merge and commits that only a fork has; here they are listed, so that whoever asks has to look for himself.
   */
  'repos/list-pull-requests-associated-with-commit': (call, { state, api }) => {
    const { commit_sha: sha = '' } = call.params;
    const having = state.pulls.filter(({ head, earlier }) => head.sha === sha || earlier.includes(sha));
    return page(
      call,
      having.map((pull) => simplePull(api, state.repository, pull, issueOf(state, pull))),
    );
  },
};

function issueOf(state: State, pull: Pull): Issue {
  return state.issues.find(({ number }) => number === pull.number) as Issue;
}
