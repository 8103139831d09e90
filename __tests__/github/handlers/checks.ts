import { checkRunBody } from '../bodies/check-run.ts';
import type { CheckRun } from '../entities.ts';
import { type Answer, created, type Handlers, notFound, ok, page, refuse } from '../responses.ts';

export const checkHandlers: Handlers = {
  'checks/create': ({ body, token }, { state, api }) => {
    // Only apps may write check runs; a person's token may not.
    if (token.kind === 'user') return refuse(403, 'You must authenticate via a GitHub App.');
    const mistake = checkOutput(body);
    if (mistake) return mistake;
    const { name, head_sha } = body;
    const run = state.addCheckRun({ name, head_sha, ...changesOf(body) });
    return created(checkRunBody(api, state.repository, run));
  },
  'checks/update': ({ params, body }, { state, api }) => {
    const run = state.checkRuns.find(({ id }) => id === Number(params.check_run_id));
    if (!run) return notFound();
    const mistake = checkOutput(body);
    if (mistake) return mistake;
    Object.assign(run, changesOf(body, run));
    run.history.push(run.conclusion ?? run.status);
    return ok(checkRunBody(api, state.repository, run));
  },
  'checks/get': ({ params }, { state, api }) => {
    const run = state.checkRuns.find(({ id }) => id === Number(params.check_run_id));
    return run ? ok(checkRunBody(api, state.repository, run)) : notFound();
  },
  'checks/list-for-ref': async (call, { state, api, git }) => {
    const { query, params } = call;
    const ref = params.ref ?? '';
    const sha = /^[0-9a-f]{40}$/.test(ref) ? ref : await git.resolve(ref);
    const fits = (run: CheckRun) =>
      run.head_sha === sha &&
      (!query.has('check_name') || run.name === query.get('check_name')) &&
      (!query.has('status') || run.status === query.get('status'));
    const fitting = state.checkRuns.filter(fits).toReversed();
    const newest = query.get('filter') === 'all' ? fitting : firstOfEachName(fitting);
    const bodies = newest.map((run) => checkRunBody(api, state.repository, run));
    return page(call, bodies, (shown) => ({ total_count: newest.length, check_runs: shown }));
  },
};

function firstOfEachName(runs: readonly CheckRun[]): CheckRun[] {
  return runs.filter((run, at) => runs.findIndex(({ name }) => name === run.name) === at);
}

interface Body {
  readonly status?: string;
  readonly conclusion?: string;
  readonly output?: { readonly title?: string };
}

const NO_OUTPUT = { title: null, summary: null, text: null };

/** A conclusion completes the run. */
function changesOf(body: Partial<CheckRun>, before?: CheckRun): Partial<CheckRun> {
  const { status, conclusion, details_url, external_id, started_at, completed_at, output } = body;
  const given = { status, conclusion, details_url, external_id, started_at, completed_at, output };
  const changes = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const now = new Date().toISOString();
  if (conclusion) Object.assign(changes, { status: 'completed', completed_at: completed_at ?? now });
  if (output) changes.output = { ...(before?.output ?? NO_OUTPUT), ...output };
  return { ...(before ? {} : { started_at: now }), ...changes };
}

function checkOutput(body: Body): Answer | null {
  if (body.status === 'completed' && !body.conclusion) return refuse(422, 'Missing conclusion');
  if ((body.output?.title ?? '').length <= 255) return null;
  return refuse(422, 'Invalid request.\n\nOnly 255 characters are allowed for output.title.');
}
