/**
 * The bundled action with a base: it measures two previews in turn, each a process of its own on loopback. A machine
 * that does other things as well may leave a session undecided or make it invalid, and then it is repeated; a wrong
 * verdict never is. Each session takes half a minute, so that npm test runs one of them; judgement/ has the rules.
 */
import { readFile } from 'node:fs/promises';
import { resultSchema } from '../../src/evidence/result/schema.ts';
import { type LocalGitHub, startGitHub } from '../github/server.ts';
import { RUNS_ALL, testInFull } from '../part.ts';
import { isSaturated, repeatWhile } from '../saturation.ts';
import { type Runner, type StepResult, startRunner } from './runner.ts';
import { endWavering, startWavering } from './wavering.ts';

/** Four sessions at the whole budget; the usual one takes half a minute. */
const PATIENCE_MS = 480_000;

/**
 * What the base takes at its median. A generator may read responses later by half of their P99 before nothing is
 * judged: where they take longer, a busy machine is seldom taken for one that is too busy.
 */
const USUAL_MS = 60;

const CONFIG = `
name: side by side
load: { connections: 36, duration: 2s, warmup: 500ms, timeout: 2s }
scenario: { requests: [ { name: list, weight: 4, get: /items }, { name: one, get: /items/1 } ] }
gate:
  p99: { regression: 20 % }
  throughput: { regression: 20 % }
  errors: { regression: 1 pp }
  rounds: { measure: 1s, discard: 200ms, budget: 60s }
`;

let github: LocalGitHub;
let runner: Runner;

beforeEach(async () => {
  github = await startGitHub();
  runner = await startRunner(github);
});
afterEach(async () => {
  endWavering();
  await github.close();
  await runner.remove();
});

interface Session {
  readonly ended: StepResult;
  readonly result: ReturnType<typeof resultSchema.parse>;
  readonly comment: string;
}

type Result = Session['result'];

/** Repeats a session that the machine has spoilt, or that it left `open`: three times at most. */
async function compare(target: string, base: string, open: (result: Result) => boolean): Promise<Session> {
  const measure = async (): Promise<Session> => {
    const ended = await runner.run({
      inputs: { 'target-url': target, 'base-url': base },
      files: { 'tailgate.yml': CONFIG },
    });
    if (!ended.outputs.result) throw new Error(`no result was written:\n${ended.log}`);
    const result = resultSchema.parse(JSON.parse(await readFile(ended.outputs.result, 'utf8')));
    return { ended, result, comment: github.comments.at(-1)?.body ?? '' };
  };
  return repeatWhile(measure, ({ result }) => isSaturated(result.causes) || open(result), 4);
}

const isInconclusive = ({ verdict }: Result) => verdict === 'inconclusive';
const regressed = (metric: string) => ({ code: 'regressed', metric, endpoint: null, against: 'base' });
const p99Of = ({ comparisons }: Result) =>
  comparisons.find(({ metric, endpoint }) => metric === 'p99' && endpoint === null);

/** What holds of every session, whatever its outcome. */
function expectBothSides({ result, comment, ended }: Session, target: string, base: string): void {
  const { interleaved } = result;
  expect(result.base).toBe(base);
  expect(interleaved).toMatchObject({ sharedHost: true, allowance: 0 });
  const order = interleaved?.order.split(' ') ?? [];
  expect(order).toHaveLength(interleaved?.blocks ?? -1);
  expect(order.every((block) => block === 'TB' || block === 'BT')).toBe(true);
  expect(result.rounds.map(({ side }) => side).sort()).toEqual(['base', 'target']);
  for (const text of [comment, ended.summary]) {
    expect(text).toContain(target);
    expect(text).toContain(base);
    expect(text).toContain('no change ┐');
    expect(text).toContain(interleaved?.seed);
  }
  expect(ended.log).toMatch(/block \d+ of \d+/);
  expect(ended.log).not.toContain('bug in Tailgate');
}

testInFull(
  'the same on both sides: pass',
  async () => {
    const [target, base] = await Promise.all([startWavering(USUAL_MS, 11), startWavering(USUAL_MS, 22)]);
    const session = await compare(target, base, isInconclusive);
    expectBothSides(session, target, base);
    expect([session.result.verdict, session.result.causes]).toEqual(['pass', []]);
    expect(session.ended.exitCode).toBe(0);
    // Nothing is decided before the sixth block, so this is no verdict by accident.
    expect(session.result.interleaved?.blocks).toBeGreaterThanOrEqual(6);
    for (const row of session.result.comparisons.filter(({ endpoint }) => endpoint === null)) {
      expect(row).toMatchObject({ against: 'base', finding: expect.stringMatching(/^(within|improved)$/) });
    }
  },
  PATIENCE_MS,
);

/** Where not everything is run, so much that the first blocks may show it. */
const SLOWER_MS = (RUNS_ALL ? 1.4 : 2.5) * USUAL_MS;

test(
  `${SLOWER_MS} ms against ${USUAL_MS} ms of the base: fail, by P99 where the machine lets it be seen`,
  async () => {
    const [target, base] = await Promise.all([startWavering(SLOWER_MS, 33), startWavering(USUAL_MS, 44)]);
    // The throughput falls by more than is tolerated, too: a machine that stalls may hide the P99 until that has
    // decided.
    const isOpen = (result: Result) =>
      isInconclusive(result) || (result.verdict === 'fail' && p99Of(result)?.finding === 'undecided');
    const session = await compare(target, base, isOpen);
    expectBothSides(session, target, base);
    expect([session.result.verdict, session.ended.exitCode]).toEqual(['fail', 1]);
    expect(session.ended.outputs.causes).toBe(session.result.causes.map(({ code }) => code).join());
    expect(session.result.reason).toContain('base');
    expect(session.ended.log).toMatch(/::error title=Tailgate::.*base/);
    if (isOpen(session.result)) {
      // Stalls of half a second in rounds of one are the P99, on both sides and in each of the tries.
      expect(session.result.causes[0]).toMatchObject(regressed('throughput'));
      return;
    }
    expect(p99Of(session.result)?.change).toBeGreaterThan(0.2);
    expect(session.result.causes).toContainEqual(expect.objectContaining(regressed('p99')));
    expect(session.result.reason).toMatch(/P99/);
    expect(session.comment).toMatch(/^P99 +.*▲ regressed$/m);
  },
  PATIENCE_MS,
);

testInFull(
  'one side stalls now and then: never a fail',
  async () => {
    const [target, base] = await Promise.all([
      startWavering(USUAL_MS, 55, { stalledShare: 0.06 }),
      startWavering(USUAL_MS, 66),
    ]);
    const session = await compare(target, base, () => false);
    expectBothSides(session, target, base);
    expect(['pass', 'inconclusive', 'invalid']).toContain(session.result.verdict);
    expect(session.ended.exitCode).toBe(session.result.verdict === 'invalid' ? 4 : 0);
  },
  PATIENCE_MS,
);
