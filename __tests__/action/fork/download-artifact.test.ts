/** The way from GitHub's redirect to the artifact's bytes, with a store that does what stores do at their worst. */
import { createHash } from 'node:crypto';
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect, type GitHub } from '../../../src/action/github/client.ts';
import { downloadArtifact } from '../../../src/action/github/fork/download-artifact.ts';
import { findArtifact } from '../../../src/action/github/fork/find-artifact.ts';
import type { TriggeringRun } from '../../../src/action/github/fork/triggering-run.ts';
import { testInFull } from '../../part.ts';
import { makeArtifact } from '../../store/make-zip.ts';

const ZIP = makeArtifact({ format: 'tailgate/1' });
const sha256 = createHash('sha256').update(ZIP).digest('hex');
const where = { owner: 'octo', repo: 'service' };
const PATIENCE_MS = 30_000;

let servers: Server[] = [];
afterEach(async () => {
  for (const server of servers) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
  servers = [];
});

async function listen(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

type Behaviour = (response: ServerResponse, request: IncomingMessage) => void;

const whole: Behaviour = (response) => response.writeHead(200, { 'content-length': ZIP.length }).end(ZIP);

/** An API whose redirect leads to a store that behaves so, request by request, the last way from then on. */
async function stage(...behaviours: readonly Behaviour[]) {
  const seen: IncomingMessage[] = [];
  const store = await listen((request, response) => {
    const behave = behaviours[Math.min(seen.length, behaviours.length - 1)] as Behaviour;
    seen.push(request);
    behave(response, request);
  });
  return { seen, ...(await redirectTo(`${store}/blob?sig=secret`)) };
}

async function redirectTo(location: string | null) {
  const asked: IncomingMessage[] = [];
  const apiUrl = await listen((request, response) => {
    asked.push(request);
    // GitHub's redirect comes with a type and an empty body.
    response.writeHead(302, {
      'content-type': 'text/html;charset=utf-8',
      'content-length': 0,
      ...(location === null ? {} : { location }),
    });
    response.end();
  });
  const signal = new AbortController();
  const github = connect({ token: 'workflow-token', apiUrl, signal: signal.signal });
  return {
    asked,
    abort: () => signal.abort(new Error('cancelled')),
    download: () => downloadArtifact(github, where, { id: 1, sha256 }, signal.signal),
  };
}

test('the token goes to the API alone', async () => {
  const { asked, seen, download } = await stage(whole);
  expect(await download()).toEqual(ZIP);
  expect(asked.map(({ headers }) => headers.authorization)).toEqual(['token workflow-token']);
  expect(seen.map(({ headers }) => headers.authorization)).toEqual([undefined]);
  expect(JSON.stringify(seen[0]?.rawHeaders)).not.toContain('workflow-token');
  expect(seen[0]?.url).toBe('/blob?sig=secret');
});

test.each<[string, Behaviour]>([
  [
    'breaks off',
    (response) => {
      response.writeHead(200, { 'content-length': ZIP.length });
      response.write(ZIP.subarray(0, 50), () => response.destroy());
    },
  ],
  ['answers 503', (response) => response.writeHead(503).end('busy')],
  ['closes the connection', (response) => void response.destroy()],
])(
  'a store that %s once is asked again, by a new address',
  async (_, behave) => {
    const { asked, seen, download } = await stage(behave, whole);
    expect(await download()).toEqual(ZIP);
    expect([asked.length, seen.length]).toEqual([2, 2]);
  },
  PATIENCE_MS,
);

testInFull(
  'a store that always breaks off is given up after three attempts',
  async () => {
    const { seen, download } = await stage((response) => {
      response.writeHead(200, { 'content-length': ZIP.length });
      response.write(ZIP.subarray(0, 50), () => response.destroy());
    });
    await expect(download()).rejects.toThrow();
    expect(seen).toHaveLength(3);
  },
  PATIENCE_MS,
);

test('half an artifact that looks whole is refused by its digest, and not asked for again', async () => {
  const { seen, download } = await stage((response) => response.writeHead(200).end(ZIP.subarray(0, 50)));
  await expect(download()).rejects.toMatchObject({ name: 'Unpublishable', code: 'other-content' });
  expect(seen).toHaveLength(1);
});

test('an endless artifact is stopped at 4 MiB', async () => {
  let sent = 0;
  const { seen, download } = await stage((response) => {
    response.writeHead(200);
    const pump = (): void => {
      while (!response.destroyed && response.write(Buffer.alloc(65_536))) sent += 65_536;
    };
    response.on('drain', pump);
    pump();
  });
  await expect(download()).rejects.toMatchObject({ name: 'Unpublishable', code: 'too-large' });
  expect(seen).toHaveLength(1);
  expect(sent).toBeLessThan(64 * 1024 * 1024);
});

test(
  'a further redirect is not followed',
  async () => {
    const elsewhere: string[] = [];
    const other = await listen((request, response) => {
      elsewhere.push(request.url ?? '');
      response.end(ZIP);
    });
    const { download } = await stage((response) => response.writeHead(302, { location: `${other}/x` }).end());
    await expect(download()).rejects.toThrow();
    expect(elsewhere).toEqual([]);
  },
  PATIENCE_MS,
);

test('a redirect without an address is a response that can’t be used', async () => {
  const { download } = await redirectTo(null);
  await expect(download()).rejects.toThrow('no address');
});

test('cancelling ends a download that hangs', async () => {
  const { seen, download, abort } = await stage((response) => void response.writeHead(200).write('PK'));
  const ended = expect(download()).rejects.toThrow();
  while (seen.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
  abort();
  await ended;
  expect(seen).toHaveLength(1);
});

test.each([
  ['run', { id: 199 }],
  ['commit', { head_sha: '6'.repeat(40) }],
  ['repository', { head_repository_id: 12 }],
])('an artifact that GitHub lists as another %s’s is refused', async (_, change) => {
  const source = { id: 200, repository_id: 1, head_repository_id: 2, head_sha: '5'.repeat(40), ...change };
  const artifact = {
    id: 1,
    name: 'tailgate-1',
    size_in_bytes: 9,
    expired: false,
    digest: `sha256:${sha256}`,
  };
  const apiUrl = await listen((_request, response) =>
    response
      .writeHead(200, { 'content-type': 'application/json' })
      .end(JSON.stringify({ total_count: 1, artifacts: [{ ...artifact, workflow_run: source }] })),
  );
  const run: TriggeringRun = {
    runId: 200,
    attempt: 1,
    event: 'pull_request',
    headSha: '5'.repeat(40),
    headBranch: 'faster',
    head: { id: 2, owner: 'mallory' },
    repository: { id: 1, owner: 'octo', name: 'service' },
    url: 'https://github.com/octo/service/actions/runs/200',
  };
  const github = connect({ token: 't', apiUrl, signal: new AbortController().signal });
  await expect(findArtifact(github, where, run, 'tailgate-1')).rejects.toMatchObject({
    name: 'Unpublishable',
    code: 'other-run',
  });
});

test.each([
  ['http://store.example/blob', 'https://api.github.com/', true],
  ['http://127.0.0.1:9/blob', 'https://localhost.example/', true],
  ['https://store.example/blob', 'https://api.github.com/', false],
])('an address without encryption is only followed on this machine: %s, given by %s', async (location, url, refused) => {
  const answer = { url, headers: { location } };
  const github = { rest: { actions: { downloadArtifact: async () => answer } } } as unknown as GitHub;
  // Whoever is called off asks nobody.
  const download = downloadArtifact(github, where, { id: 1, sha256 }, AbortSignal.abort());
  await expect(download).rejects.toThrow(refused ? 'without encryption' : 'abort');
});
