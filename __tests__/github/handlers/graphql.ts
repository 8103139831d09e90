import { readBlobs } from '../commits.ts';
import { type Call, type Handlers, ok, refuse, type Surroundings } from '../responses.ts';

const VIEWER = /^query \{ viewer \{ login \} \}$/;
const BLOBS =
  /^query \(\$owner: String!, \$repo: String!\) \{ repository\(owner: \$owner, name: \$repo\) \{ (.*) \} \}$/;
const BLOB = /(\w+): object\(oid: "([0-9a-f]{40})"\) \{ \.\.\. on Blob \{ text isTruncated \} \}/g;

/** Not GraphQL, but the two queries that Tailgate sends. Another one is refused, and must be added here. */
export const graphqlHandlers: Handlers = {
  graphql: async (call, around) => {
    const query = String(call.body.query).replace(/\s+/g, ' ').trim();
    if (VIEWER.test(query)) return ok({ data: { viewer: { login: call.token.account.login } } });
    const fields = BLOBS.exec(query)?.[1];
    const blobs = [...(fields?.matchAll(BLOB) ?? [])];
    if (fields === undefined || fields.replace(BLOB, '').trim() !== '') return refuse(500, 'no such query');
    return showBlobs(call, around, blobs);
  },
};

async function showBlobs({ body }: Call, { git, state }: Surroundings, blobs: readonly RegExpExecArray[]) {
  const { owner, repo } = body.variables;
  if (`${owner}/${repo}` !== state.repository) {
    const message = `Could not resolve to a Repository with the name '${owner}/${repo}'.`;
    return ok({ data: { repository: null }, errors: [{ type: 'NOT_FOUND', path: ['repository'], message }] });
  }
  const found = await readBlobs(
    git,
    blobs.map(([, , sha = '']) => sha),
  );
  const shown = blobs.map(([, name = '', sha = '']) => {
    const bytes = found.get(sha);
    if (!bytes) return [name, null];
    const text = bytes.toString();
    // Binary content has no text.
    return [name, { text: Buffer.from(text).equals(bytes) ? text : null, isTruncated: false }];
  });
  return ok({ data: { repository: Object.fromEntries(shown) } });
}
