/** The pair of workflows, each as a process of its own: a fork's run without rights, then the run that publishes. */
import { readFile } from 'node:fs/promises';
import { PUBLISHES, SERVER_URL } from '../../github/addresses.ts';
import { pullRequestEvent, workflowRunEvent } from '../../github/events.ts';
import { type LocalGitHub, startGitHub } from '../../github/server.ts';
import { beginningAnew, refuseSaturated } from '../../saturation.ts';
import { makeArtifact, makeZip } from '../../store/make-zip.ts';
import { type Runner, type StepResult, startRunner } from '../runner.ts';
import { type Service, startService } from '../service.ts';

const PATIENCE_MS = 120_000;
const FORK = 'mallory/service';
const FORK_SHA = '5'.repeat(40);
const FORK_PULL = 8;

const CONFIG = `name: smoke
load: { connections: 16, duration: 1s, warmup: 200ms, timeout: 2s }
scenario:
  requests:
    - { name: list, weight: 3, get: /items }
    - { name: create, weight: 1, post: /items/new, json: { id: "{{unique}}" }, expect: 200 }
gate: { p99: { max: 1 ms } }
`;

let github: LocalGitHub;
let runner: Runner;
let service: Service;

async function open(): Promise<void> {
  github = await startGitHub();
  runner = await startRunner(github);
  service = await startService();
  github.addPull({ number: FORK_PULL, head: { sha: FORK_SHA, ref: 'faster', repo: FORK } });
  // What GitHub gives the runs of forks.
  github.grant('fork-token', { mayWrite: false });
}
async function close(): Promise<void> {
  await Promise.all([github.close(), service.close()]);
  await runner.remove();
}
const anew = beginningAnew(open, close);

const RUN = {
  id: 200,
  event: 'pull_request',
  head_sha: FORK_SHA,
  head_branch: 'faster',
  head_repository: FORK,
  conclusion: 'failure',
};

function publish(): Promise<StepResult> {
  const { event, payload, env } = workflowRunEvent(github, RUN);
  const inputs = { 'publish-artifact': 'tailgate-1' };
  return runner.run({ inputs, event, payload, env, runId: 300 });
}

(PUBLISHES ? test : test.skip)(
  'the fork’s run measures and can’t comment; the run after it comments and loads nothing',
  anew(async () => {
    const { event, payload, env } = pullRequestEvent(github, FORK_PULL);
    const measured = refuseSaturated(
      await runner.run({
        inputs: { 'target-url': service.url, token: 'fork-token' },
        files: { 'tailgate.yml': CONFIG },
        event,
        payload,
        env,
        runId: RUN.id,
      }),
    );
    expect([measured.exitCode, measured.outputs.verdict]).toEqual([1, 'fail']);
    expect(measured.log).toContain('The pull request comes from a fork');
    expect(measured.summary).toContain('Fail');
    expect(github.comments).toEqual([]);

    github.addRun(RUN);
    github.addArtifact(RUN.id, {
      name: 'tailgate-1',
      zip: makeArtifact(await readFile(measured.outputs.result ?? '', 'utf8')),
    });
    const asked = service.asked.length;
    const published = await publish();
    expect(published.log).not.toMatch(/::(error|warning)/);
    expect(published.exitCode).toBe(0);
    expect(service.asked).toHaveLength(asked);
    expect(published.outputs).toMatchObject({
      verdict: 'fail',
      causes: 'over-limit',
      'p99-ms': measured.outputs['p99-ms'],
      'throughput-per-second': measured.outputs['throughput-per-second'],
      reason: expect.stringMatching(/^Measured by the fork’s own run: fail\./),
      'comment-url': `${SERVER_URL}/octo/service/pull/${FORK_PULL}#issuecomment-1001`,
    });
    expect(github.comments.map(({ issue }) => issue)).toEqual([FORK_PULL]);
    const [comment] = github.comments;
    expect(comment?.body).toMatch(
      new RegExp(
        `^<!-- tailgate/1 [^\\n]*run=200 attempt=1 sha=${FORK_SHA}[^\\n]*-->\\n## Measured by the fork’s own run`,
      ),
    );
    expect(comment?.body).toContain('| POST `create` |');
    expect(comment?.body).toContain('/actions/runs/200)');
    expect(published.summary).toContain('## Measured by the fork’s own run');
    expect(github.downloads).toEqual([{ path: expect.any(String), authorization: null }]);
  }),
  PATIENCE_MS,
);

test.each([
  ['a path out of the folder', makeZip({ name: '../../../result.json', content: '{}' })],
  ['a zip bomb', makeZip({ name: 'result.json', content: Buffer.alloc(17 * 2 ** 20) })],
  ['no result', makeArtifact({ format: 'tailgate/1', verdict: 'pass' })],
])(
  'a hostile artifact (%s) ends the publishing run well, with nothing published',
  async (_, zip) => {
    github.addRun(RUN);
    github.addArtifact(RUN.id, { name: 'tailgate-1', zip });
    const ended = await publish();
    expect(ended.exitCode).toBe(0);
    expect(ended.log).toContain('::warning title=Tailgate::Nothing was published: ');
    expect(ended.outputs).toMatchObject({ verdict: '', 'comment-url': '' });
    expect(github.comments).toEqual([]);
  },
  PATIENCE_MS,
);

test(
  'the input where nothing is to be published is a mistake, and nothing is loaded',
  async () => {
    const { event, payload, env } = pullRequestEvent(github, FORK_PULL);
    const inputs = { 'publish-artifact': 'tailgate-1', 'target-url': service.url };
    const ended = await runner.run({ inputs, files: { 'tailgate.yml': CONFIG }, event, payload, env });
    expect(ended.exitCode).toBe(2);
    expect(ended.log).toMatch(
      /::error title=Tailgate%3A configuration::.*publish-artifact.*started on pull_request/,
    );
    expect(service.asked).toEqual([]);
  },
  PATIENCE_MS,
);
