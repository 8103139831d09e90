import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { defaults } from '@actions/github/lib/utils';
import { Unpublishable } from '../../../evidence/unpublishable.ts';
import { type GitHub, withDeadline } from '../client.ts';
import type { PullRequest } from '../comments.ts';
import { describeFailure } from '../retry.ts';
import { type Artifact, MOST_BYTES, tooLarge } from './find-artifact.ts';
import { Unfetchable } from './unfetchable.ts';

const ATTEMPTS = 3;
const DEADLINE_MS = 60_000;

/**
 * The artifact's zip, whole and with the digest that GitHub gave. GitHub redirects to a signed address on another host;
 * it is followed by hand, without the token. Throws Unpublishable, and what failed on the way.
 */
export async function downloadArtifact(
  github: GitHub,
  where: Omit<PullRequest, 'number'>,
  artifact: Artifact,
  signal: AbortSignal,
): Promise<Buffer> {
  for (let attempt = 1; ; attempt++) {
    // Anew for each attempt: the signature holds for a minute.
    const address = await locate(github, where, artifact);
    try {
      const zip = await withDeadline((deadline) => download(address, deadline), DEADLINE_MS, signal);
      check(zip, artifact);
      return zip;
    } catch (error) {
      if (error instanceof Unpublishable || signal.aborted || attempt === ATTEMPTS) throw error;
      await pause(500 * 2 ** attempt * (0.5 + Math.random()), undefined, { signal });
    }
  }
}

async function locate(
  github: GitHub,
  { owner, repo }: Omit<PullRequest, 'number'>,
  { id }: Artifact,
): Promise<URL> {
  const parameters = { owner, repo, artifact_id: id, archive_format: 'zip' };
  const response = await github.rest.actions
    .downloadArtifact({ ...parameters, request: { redirect: 'manual', parseSuccessResponseBody: false } })
    .catch((error: unknown) => {
      if (describeFailure(error).status !== 410) throw error;
      throw new Unfetchable('expired', 'The artifact has expired.');
    });
  const { location } = response.headers;
  if (!location) throw new Error('GitHub gave no address to download the artifact from.');
  const address = new URL(location, response.url);
  if (address.protocol !== 'https:' && !isLoopback(response.url)) {
    throw new Error('GitHub gave an address without encryption to download the artifact from.');
  }
  return address;
}

/** An API on this very machine, as in tests. */
function isLoopback(apiUrl: string): boolean {
  return ['127.0.0.1', '[::1]', 'localhost'].includes(new URL(apiUrl).hostname);
}

/** As Octokit does it, through the runner's proxy where there is one; but without what Octokit adds to a request. */
const send: typeof fetch = (address, options) => (defaults.request?.fetch ?? fetch)(address, options);

async function download(address: URL, signal: AbortSignal): Promise<Buffer> {
  const response = await send(address.href, { redirect: 'error', signal });
  if (response.status !== 200 || response.body === null) {
    await response.body?.cancel();
    throw new Error(`The store of artifacts answered ${response.status}.`);
  }
  const parts: Uint8Array[] = [];
  let bytes = 0;
  // Leaving the loop early closes the connection.
  for await (const part of response.body) {
    bytes += part.length;
    if (bytes > MOST_BYTES) throw tooLarge();
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function check(zip: Buffer, { sha256 }: Artifact): void {
  if (createHash('sha256').update(zip).digest('hex') === sha256) return;
  throw new Unfetchable(
    'other-content',
    'The download is not what was uploaded: its SHA-256 differs from the one that GitHub gives.',
  );
}
