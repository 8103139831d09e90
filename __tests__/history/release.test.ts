/** Release gates of the bundled action, against a history that was planted beside one real night. */

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { HistoryRecord } from '../../src/evidence/history/record.ts';
import { pathOfRecord, readRecordText, writeRecordText } from '../../src/evidence/history/record-text.ts';
import { type Runner, type Step, type StepResult, startRunner } from '../action/runner.ts';
import { quantilesOf } from '../evidence/quantiles.ts';
import { pushEvent, releaseEvent, scheduleEvent } from '../github/events.ts';
import { type LocalGitHub, startGitHub } from '../github/server.ts';
import { testInFull } from '../part.ts';
import { causesOfStep, repeatSaturated } from '../saturation.ts';
import { commitOf, nightOf, waver } from './make-nights.ts';

const BRANCH = 'tailgate-history';
/** So long that a machine which stands still for most of a second is no regression, by so wide a tolerance. */
const DELAY_MS = 800;
const CONFIG = `name: releases
load: { connections: 240, duration: 2s, warmup: 0s, timeout: 5s }
scenario: { requests: [ { name: list, get: /items } ] }
gate: { p99: { max: 4 s, regression: 90 % } }
`;
const PATIENCE_MS = 120_000;

let github: LocalGitHub;
let runner: Runner;
let service: Server;
/** What a real night left, for the conditions. */
let real: HistoryRecord;
beforeAll(async () => {
  github = await startGitHub();
  runner = await startRunner(github);
  service = createServer(async (_, response) => {
    await pause(DELAY_MS);
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  });
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
  await step(scheduleEvent(github));
  const path = (await github.git.list(BRANCH)).at(-1) ?? '';
  const read = readRecordText(path, await github.git.read(BRANCH, path));
  if (!('record' in read)) throw new Error(read.why);
  real = read.record;
}, PATIENCE_MS);
beforeEach(() => github.git.run(['update-ref', '-d', `refs/heads/${BRANCH}`]));
afterAll(async () => {
  service.closeAllConnections();
  service.close();
  await runner.remove();
  await github.close();
});

/** A run that the machine had no time for is run again, as a person would. */
const step = ({ env, ...event }: Pick<Step, 'event' | 'payload' | 'env'>): Promise<StepResult> => {
  const { port } = service.address() as AddressInfo;
  return repeatSaturated(
    (nth) =>
      runner.run({
        inputs: { 'target-url': `http://127.0.0.1:${port}` },
        files: { 'tailgate.yml': CONFIG },
        runId: 900,
        ...event,
        env: { ...env, GITHUB_RUN_ATTEMPT: String(nth) },
      }),
    causesOfStep,
  );
};

/** Nights with these P99s, the nth of them a release. */
async function plant(
  p99s: readonly number[],
  releases: Readonly<Record<number, string>> = {},
): Promise<void> {
  const files = p99s.map((p99Ms, i) => {
    const record: HistoryRecord = {
      ...real,
      at: nightOf(i + 1),
      commit: commitOf(i + 1),
      run: { id: String(100 + i), attempt: 1 },
      release: releases[i + 1] ?? null,
      whole: { ...real.whole, latencyMs: quantilesOf(p99Ms * (1 + 0.02 * waver(i))) },
    };
    return [pathOfRecord(record), writeRecordText(record)];
  });
  await github.git.commit(BRANCH, Object.fromEntries(files));
}

const nights = (count: number, ms: number) => Array.from({ length: count }, () => ms);
/** Typical of the service, and four times as fast as it is. */
const [USUAL, FAST] = [DELAY_MS + 10, DELAY_MS / 4];
const ownRecord = async () => {
  const path = (await github.git.list(BRANCH)).filter((file) => file.includes('/900-')).at(-1) ?? '';
  return JSON.parse(await github.git.read(BRANCH, path)) as HistoryRecord;
};

testInFull(
  'a release as fast as the last one passes, and is recorded under its tag',
  async () => {
    await plant(nights(13, USUAL), { 13: 'v1.0.0' });
    const ended = await step(releaseEvent(github, 'v1.1.0'));
    expect([ended.exitCode, ended.outputs.verdict]).toEqual([0, 'pass']);
    expect(Math.abs(Number(ended.outputs['p99-change']))).toBeLessThan(0.9);
    expect(await ownRecord()).toMatchObject({ release: 'v1.1.0', policy: 'release', verdict: 'pass' });
  },
  PATIENCE_MS,
);

testInFull(
  'it is held against the last release, not against the slower nights since',
  async () => {
    await plant([...nights(13, FAST), ...nights(12, USUAL)], { 13: 'v1.0.0' });
    const ended = await step(pushEvent(github, 'refs/tags/v1.1.0'));
    expect([ended.exitCode, ended.outputs.verdict]).toEqual([1, 'fail']);
    expect(Number(ended.outputs['p99-change'])).toBeGreaterThan(2);
    expect(ended.log).toMatch(/::error title=Tailgate::.*P99/);
    expect(await ownRecord()).toMatchObject({ release: 'v1.1.0', verdict: 'fail' });
  },
  PATIENCE_MS,
);
