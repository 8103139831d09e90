/**
 * Fourteen nights of the bundled action, with a drift in the tenth, and the nights after. Where not everything is run,
 * some of them are planted as the one before.
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { HistoryRecord } from '../../src/evidence/history/record.ts';
import { pathOfRecord, readRecordText, writeRecordText } from '../../src/evidence/history/record-text.ts';
import { type Runner, type StepResult, startRunner } from '../action/runner.ts';
import { scheduleEvent } from '../github/events.ts';
import { type LocalGitHub, startGitHub } from '../github/server.ts';
import { RUNS_ALL, testInFull } from '../part.ts';
import { causesOfStep, repeatSaturated } from '../saturation.ts';

const BRANCH = 'tailgate-history';
/** So slow, and so far apart, that a machine which stands still for most of a second makes no such step. */
const QUIET_MS = 300;
const DRIFTED_MS = 1200;
const CONFIG = `name: nightly
load: { connections: 240, duration: 2s, warmup: 0s, timeout: 5s }
scenario: { requests: [ { name: list, get: /items } ] }
gate: { p99: { max: 4 s }, errors: { max: 5 % } }
`;
const PATIENCE_MS = 300_000;
/** The last quiet one, the first of the drift and the last are what the issue hangs on. */
const isMeasured = (night: number): boolean => RUNS_ALL || [1, 9, 10, 14].includes(night);

let github: LocalGitHub;
let runner: Runner;
let service: Server;
let delayMs = QUIET_MS;
beforeEach(async () => {
  github = await startGitHub();
  runner = await startRunner(github);
  service = createServer(async (_, response) => {
    await pause(delayMs);
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  });
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  service.closeAllConnections();
  service.close();
  await runner.remove();
  await github.close();
});

/**
 * A night on a commit of its own. One that the machine had no time for is invalid, and recorded so; it is run again, as
 * a person would.
 */
async function night(n: number): Promise<StepResult> {
  const sha = await github.git.commit('main', { version: String(n) }, `Change ${n}`);
  const { event, payload, env } = scheduleEvent(github, sha);
  const { port } = service.address() as AddressInfo;
  return repeatSaturated(
    (nth) =>
      runner.run({
        inputs: { 'target-url': `http://127.0.0.1:${port}` },
        files: { 'tailgate.yml': CONFIG },
        runId: 100 + n,
        event,
        payload,
        env: { ...env, GITHUB_RUN_ATTEMPT: String(nth) },
      }),
    causesOfStep,
  );
}

const issues = () => github.issues.filter(({ isPull }) => !isPull);
const records = async (): Promise<HistoryRecord[]> => {
  const paths = (await github.git.list(BRANCH)).sort();
  const read = await Promise.all(
    paths.map(async (path) => readRecordText(path, await github.git.read(BRANCH, path))),
  );
  return read.flatMap((one) => ('record' in one && one.record.excluded === null ? [one.record] : []));
};

testInFull(
  'a drift in the tenth of fourteen nights opens one issue, and its return closes it',
  async () => {
    for (let n = 1; n <= 14; n++) {
      if (!isMeasured(n)) {
        await plantAgain(n);
        continue;
      }
      delayMs = n < 10 ? QUIET_MS : DRIFTED_MS;
      const { exitCode, outputs, log } = await night(n);
      expect([n, exitCode, outputs.verdict]).toEqual([n, 0, 'pass']);
      expect(log).not.toContain('::warning');
      expect(log).toContain(`The history has ${n} comparable runs`);
      if (n < 10) expect(issues()).toEqual([]);
    }
    const all = await records();
    expect(all.map(({ run }) => run.id)).toEqual(Array.from({ length: 14 }, (_, i) => String(101 + i)));
    const [issue, ...others] = issues();
    expect(others).toEqual([]);
    expect(issue).toMatchObject({ state: 'open', labels: ['tailgate-drift'] });
    expect(issue?.title).toMatch(/^Drift in nightly: .* since 20\d\d-\d\d-\d\d/);
    expect(issue?.body).toMatch(/\| Throughput \|.*−.*\| `[▁-█]+│[▁-█]{4,} *` \|/);
    // Where the machine stalls in every night, the stalls are the P99; the throughput tells of the drift all the same.
    const p99s = all.map(({ whole }) => whole.latencyMs?.p99 ?? Number.NaN);
    const setsApart = Math.min(...p99s.slice(9)) > 2 * Math.max(...p99s.slice(0, 9));
    if (setsApart) expect(issue?.body).toMatch(/\| P99 \|.*\| `[▁-█]+│[▁-█]{4,} *` \|/);
    // On a busy machine the ninth night may look like the first of the slow ones.
    expect(issue?.body).toMatch(/\*\*Commits in between\*\*[\s\S]*Change (9|10|11)\b/);

    delayMs = QUIET_MS;
    await plantQuietNights(all);
    const { log } = await night(21);
    expect(log).toContain('The drift issue was closed');
    expect(issues()).toMatchObject([{ state: 'closed' }]);
  },
  PATIENCE_MS,
);

/** The night before once more, a moment later, as another run on a commit of its own. */
async function plantAgain(n: number): Promise<void> {
  const [before] = (await records()).slice(-1);
  if (!before) throw new Error('there is no night before');
  const commit = await github.git.commit('main', { version: String(n) }, `Change ${n}`);
  const at = new Date(Date.parse(before.at) + 100).toISOString();
  const planted = { ...before, at, commit, run: { id: String(100 + n), attempt: 1 } };
  await github.git.commit(BRANCH, { [pathOfRecord(planted)]: writeRecordText(planted) });
}

/**
 * Six nights as the quiet ones were in the middle: the one that is measured then may be a little slower or faster. That
 * of the middling P99 may be far out in throughput, so that it gets the middling one of that.
 */
async function plantQuietNights(all: readonly HistoryRecord[]): Promise<void> {
  const last = Date.parse(all.at(-1)?.at ?? '');
  const middling = (of: (night: HistoryRecord) => number) => all.slice(0, 9).sort((a, b) => of(a) - of(b))[4];
  const quiet = middling(({ whole }) => whole.latencyMs?.p99 ?? 0);
  const usual = middling(({ whole }) => whole.throughputPerSecond);
  if (!quiet || !usual) throw new Error('there are fewer than nine nights');
  const files = [0, 1, 2, 3, 4, 5].map((i) => {
    const planted = {
      ...quiet,
      whole: { ...quiet.whole, throughputPerSecond: usual.whole.throughputPerSecond },
      at: new Date(last + 100 * (i + 1)).toISOString(),
      run: { id: String(115 + i), attempt: 1 },
    };
    return [pathOfRecord(planted), writeRecordText(planted)];
  });
  await github.git.commit(BRANCH, Object.fromEntries(files));
}
