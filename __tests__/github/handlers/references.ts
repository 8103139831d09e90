import type { BareRepository } from '../bare-repository.ts';
import { readCommit, typesOf } from '../commits.ts';
import { type Answer, created, type Handler, type Handlers, notFound, ok, refuse } from '../responses.ts';

const NOWHERE = '0'.repeat(40);

/** Repositories with at least one reference; one that has had one is not asked again. */
const begun = new WeakSet<BareRepository>();

/** Every git operation is refused as long as there is no commit. */
export function unlessEmpty(handler: Handler): Handler {
  return async (call, around) => {
    const { git } = around;
    if (
      !begun.has(git) &&
      !(await git.show('HEAD')) &&
      (await git.run(['for-each-ref', '--count=1'])) === ''
    ) {
      return refuse(409, 'Git Repository is empty.');
    }
    begun.add(git);
    return handler(call, around);
  };
}

export const referenceHandlers: Handlers = {
  'git/get-ref': unlessEmpty(async ({ params }, { git, state, api }) => {
    const ref = `refs/${params.ref}`;
    const sha = await readReference(git, ref);
    return sha ? ok(referenceBody(api, state.repository, ref, sha)) : notFound();
  }),
  'git/create-ref': unlessEmpty(async ({ body }, { git, state, api }) => {
    const { ref, sha } = body;
    if (!/^refs\/[^/]+\/./.test(ref)) {
      return refuse(422, 'Reference name must start with "refs/" and have at least two slashes.');
    }
    const mistake = await checkObject(git, sha);
    if (mistake) return mistake;
    return inTurn(git, ref, async () => {
      if (await readReference(git, ref)) return refuse(422, 'Reference already exists');
      await git.run(['update-ref', ref, sha, NOWHERE]);
      return created(referenceBody(api, state.repository, ref, sha));
    });
  }),
  'git/update-ref': unlessEmpty(async ({ params, body }, { git, state, api }) => {
    const ref = `refs/${params.ref}`;
    const { sha, force = false } = body;
    const mistake = await checkObject(git, sha);
    if (mistake) return mistake;
    return inTurn(git, ref, async () => {
      const old = await readReference(git, ref);
      if (!old) return refuse(422, 'Reference does not exist');
      const isForward = await isAncestor(git, old, sha);
      if (!force && !isForward) return refuse(422, 'Update is not a fast forward');
      await git.run(['update-ref', ref, sha, old]);
      return ok(referenceBody(api, state.repository, ref, sha));
    });
  }),
  'git/delete-ref': unlessEmpty(({ params }, { git }) => {
    const ref = `refs/${params.ref}`;
    return inTurn(git, ref, async () => {
      if (!(await readReference(git, ref))) return refuse(422, 'Reference does not exist');
      await git.run(['update-ref', '-d', ref]);
      return { status: 204 };
    });
  }),
};

/** Only what moves a reference waits, and only for what moves the same one. */
const turns = new WeakMap<BareRepository, Map<string, Promise<unknown>>>();

function inTurn(git: BareRepository, ref: string, act: () => Promise<Answer>): Promise<Answer> {
  const own = turns.get(git) ?? new Map<string, Promise<unknown>>();
  turns.set(git, own);
  const answer = (own.get(ref) ?? Promise.resolve()).then(act);
  own.set(
    ref,
    answer.catch(() => {}),
  );
  return answer;
}

async function readReference(git: BareRepository, ref: string): Promise<string | null> {
  return (await git.show(ref))?.sha ?? null;
}

async function isAncestor(git: BareRepository, old: string, sha: string): Promise<boolean> {
  if ((await readCommit(git, sha))?.parents.includes(old)) return true;
  return git.run(['merge-base', '--is-ancestor', old, sha]).then(
    () => true,
    () => false,
  );
}

async function checkObject(git: BareRepository, sha: string): Promise<Answer | null> {
  if (!/^[0-9a-f]{40}$/.test(sha)) return refuse(422, 'The sha parameter must be exactly 40 characters.');
  const [type] = await typesOf(git, [sha]);
  return type === 'commit' ? null : refuse(422, 'Object does not exist');
}

function referenceBody(api: string, repository: string, ref: string, sha: string) {
  return {
    ref,
    node_id: Buffer.from(`REF_${ref}`).toString('base64'),
    url: `${api}/repos/${repository}/git/${ref}`,
    object: { sha, type: 'commit', url: `${api}/repos/${repository}/git/commits/${sha}` },
  };
}
