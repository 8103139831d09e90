import type { GitHub } from '../client.ts';
import type { DataBranch } from './branch.ts';

/** Files in one query. A job's token has 1,000 requests an hour for the repository, and others live on them, too. */
const BATCH = 50;
/** Requests under way at the same time. */
const ABREAST = 6;

/** Texts of files by the ids of their blobs. Many come with one GraphQL query; what that didn't give, one by one. */
export async function readTexts(
  github: GitHub,
  place: DataBranch,
  shas: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  for (let from = 0; from < shas.length; from += BATCH) {
    const batch = shas.slice(from, from + BATCH);
    // Where GraphQL is not to be had, as behind some proxies of enterprise servers, nothing but time is lost.
    for (const [sha, text] of await queryTexts(github, place, batch).catch(() => [])) texts.set(sha, text);
  }
  const missing = [...new Set(shas)].filter((sha) => !texts.has(sha));
  await Promise.all(
    Array.from({ length: ABREAST }, async () => {
      for (let sha = missing.pop(); sha !== undefined; sha = missing.pop()) {
        texts.set(sha, await readText(github, place, sha));
      }
    }),
  );
  return texts;
}

interface BlobsResponse {
  readonly repository?: Readonly<Record<string, { text?: unknown; isTruncated?: unknown } | null>> | null;
}

async function queryTexts(
  github: GitHub,
  { owner, repo }: DataBranch,
  shas: readonly string[],
): Promise<(readonly [sha: string, text: string])[]> {
  // The ids are hexadecimal, so that nothing in them can end the string.
  const fields = shas.map((sha, i) => `f${i}: object(oid: "${sha}") { ... on Blob { text isTruncated } }`);
  const query = `query ($owner: String!, $repo: String!) { repository(owner: $owner, name: $repo) { ${fields.join(' ')} } }`;
  const { repository } = await github.graphql<BlobsResponse>(query, { owner, repo });
  return shas.flatMap((sha, i) => {
    const { text, isTruncated } = Object(repository?.[`f${i}`]) as { text?: unknown; isTruncated?: unknown };
    return typeof text === 'string' && isTruncated === false ? [[sha, text] as const] : [];
  });
}

async function readText(github: GitHub, { owner, repo }: DataBranch, sha: string): Promise<string> {
  const { data } = await github.rest.git.getBlob({ owner, repo, file_sha: sha });
  if (typeof data.content !== 'string') throw new Error('the response broke off');
  return Buffer.from(data.content, 'base64').toString('utf8');
}
