/**
 * The bundled action with a base: it measures two previews in turn, each a process of its own on loopback. A machine that
 * does other things as well may leave a session undecided or make it invalid, and then it is repeated; a wrong verdict
 * never is.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { resultSchema } from '../../src/evidence/result-file.ts';
import { type LocalGitHub, startGitHub } from '../github/server.ts';
import { type Runner, type StepResult, startRunner } from './runner.ts';

/** Three sessions at the whole budget; the usual one takes half a minute. */
const PATIENCE_MS = 240_000;

const CONFIG = `
name: side by side
load: { connections: 18, duration: 2s, warmup: 500ms, timeout: 2s }
scenario: { requests: [ { name: list, weight: 4, get: /items }, { name: one, get: /items/1 } ] }
gate:
  p99: { regression: 20 % }
  throughput: { regression: 20 % }
  errors: { regression: 1 pp }
  rounds: { measure: 1s, discard: 200ms, budget: 60s }
`;

interface Preview {
  readonly url: string;
  readonly process: ChildProcess;
}

let github: LocalGitHub;
let runner: Runner;
const previews: Preview[] = [];

beforeEach(async () => {
  github = await startGitHub();
  runner = await startRunner(github);
});
afterEach(async () => {
  for (const preview of previews.splice(0)) preview.process.kill();
  await github.close();
  await runner.remove();
});

function startPreview(medianMs: number, seed: number, stalledShare = 0): Promise<Preview> {
  const child = fork(
    join(import.meta.dirname, 'wavering-service.mjs'),
    [medianMs, seed, stalledShare].map(String),
    { stdio: ['ignore', 'pipe', 'inherit', 'ipc'], execArgv: [] },
  );
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.stdout?.once('data', (port: Buffer) => {
      const preview = { url: `http://127.0.0.1:${Number(port)}`, process: child };
      previews.push(preview);
      resolve(preview);
    });
  });
}

interface Session {
  readonly ended: StepResult;
  readonly result: ReturnType<typeof resultSchema.parse>;
  readonly comment: string;
}

/** @param repeated verdicts after which the session is repeated, twice at most */
async function compare(target: Preview, base: Preview, repeated: readonly string[]): Promise<Session> {
  const measure = async (): Promise<Session> => {
    const ended = await runner.run({
      inputs: { 'target-url': target.url, 'base-url': base.url },
      files: { 'tailgate.yml': CONFIG },
    });
    if (!ended.outputs.result) throw new Error(`no result was written:\n${ended.log}`);
    const result = resultSchema.parse(JSON.parse(await readFile(ended.outputs.result, 'utf8')));
    return { ended, result, comment: github.comments.at(-1)?.body ?? '' };
  };
  let session = await measure();
  for (let again = 0; again < 2 && repeated.includes(session.result.verdict); again++)
    session = await measure();
  return session;
}

/** What holds of every session, whatever its outcome. */
function expectBothSides({ result, comment, ended }: Session, target: Preview, base: Preview): void {
  const { live } = result;
  expect(live).toMatchObject({ base: base.url, sharedHost: true, allowance: 0 });
  const order = live?.order.split(' ') ?? [];
  expect(order).toHaveLength(live?.blocks ?? -1);
  expect(order.every((block) => block === 'TB' || block === 'BT')).toBe(true);
  expect(result.rounds.map(({ side }) => side).sort()).toEqual(['base', 'target']);
  for (const text of [comment, ended.summary]) {
    expect(text).toContain(target.url);
    expect(text).toContain(base.url);
    expect(text).toContain('no change ┐');
    expect(text).toContain(live?.seed);
  }
  expect(ended.log).toMatch(/block \d+ of \d+/);
  expect(ended.log).not.toContain('bug in Tailgate');
}

test(
  'the same on both sides: pass',
  async () => {
    const [target, base] = await Promise.all([startPreview(30, 11), startPreview(30, 22)]);
    const session = await compare(target, base, ['inconclusive', 'invalid']);
    expectBothSides(session, target, base);
    expect([session.result.verdict, session.result.reason]).toEqual(['pass', expect.any(String)]);
    expect(session.ended.exitCode).toBe(0);
    // Nothing is decided before the sixth block, so this is no verdict by accident.
    expect(session.result.live?.blocks).toBeGreaterThanOrEqual(6);
    for (const row of session.result.comparisons.filter(({ endpoint }) => endpoint === null)) {
      expect(row).toMatchObject({ against: 'base', finding: expect.stringMatching(/^(within|improved)$/) });
    }
  },
  PATIENCE_MS,
);

test(
  '40 % slower than the base: fail, by P99',
  async () => {
    const [target, base] = await Promise.all([startPreview(42, 33), startPreview(30, 44)]);
    const session = await compare(target, base, ['inconclusive', 'invalid']);
    expectBothSides(session, target, base);
    expect([session.result.verdict, session.ended.exitCode]).toEqual(['fail', 1]);
    const p99 = session.result.comparisons.find(
      ({ metric, endpoint }) => metric === 'p99' && endpoint === null,
    );
    expect(p99?.change).toBeGreaterThan(0.2);
    expect(session.result.reason).toMatch(/P99/);
    expect(session.result.reason).toContain('base');
    expect(session.ended.log).toMatch(/::error title=Tailgate::.*base/);
    expect(session.comment).toMatch(/^P99 +.*▲ regressed$/m);
  },
  PATIENCE_MS,
);

test(
  'one side stalls now and then: never a fail',
  async () => {
    const [target, base] = await Promise.all([startPreview(30, 55, 0.06), startPreview(30, 66)]);
    const session = await compare(target, base, ['invalid']);
    expectBothSides(session, target, base);
    expect(['pass', 'inconclusive', 'invalid']).toContain(session.result.verdict);
    expect(session.ended.exitCode).toBe(session.result.verdict === 'invalid' ? 4 : 0);
  },
  PATIENCE_MS,
);
