/** A night of a small suite, as a step in this process, and the nights before it. */
import type { HistoryRecord } from '../../../src/evidence/history/record.ts';
import { pathOfRecord, readRecordText, writeRecordText } from '../../../src/evidence/history/record-text.ts';
import { quantilesOf } from '../../evidence/quantiles.ts';
import { type RunnerEventFiles, scheduleEvent } from '../../github/events.ts';
import { type LocalGitHub, startGitHub } from '../../github/server.ts';
import { commitOf, nightOf, waver } from '../../history/make-nights.ts';
import type { Trouble } from './faults.ts';
import { type Told, takeStep } from './step.ts';

export const BRANCH = 'tailgate-history';
const RUN_ID = 200;
const CONFIG = `name: smoke
load: { connections: 8, duration: 10s }
scenario: { requests: [ { name: list, get: /items } ] }
gate: { p99: { max: 1 s }, errors: { max: 1 % } }
`;

export interface NightShape {
  /** The schedule's, unless it is another. */
  readonly event?: RunnerEventFiles;
  readonly inputs?: Readonly<Record<string, string>>;
}

/** The suite's run 200. Without a fault each is like the others. */
export function takeNight(
  github: LocalGitHub,
  { event = scheduleEvent(github), inputs = {} }: NightShape = {},
): Promise<Told> {
  return takeStep({ github, event, config: CONFIG, runId: RUN_ID, inputs });
}

/** The first night of a repository of its own, without a fault, and what it records. */
export async function takeFirstNight(): Promise<{ told: Told; record: HistoryRecord }> {
  const github = await startGitHub();
  try {
    const told = await takeNight(github);
    const [path = ''] = await github.git.list(BRANCH);
    const read = readRecordText(path, await github.git.read(BRANCH, path));
    if (!('record' in read)) throw new Error(read.why);
    return { told, record: read.record };
  } finally {
    await github.close();
  }
}

/** Nights one after the other, runs 101 and so on: this one with a P99 about so many ms. */
export function nightsLike(record: HistoryRecord, levelsMs: readonly number[]): HistoryRecord[] {
  return levelsMs.map((levelMs, i) => ({
    ...record,
    at: nightOf(i + 1),
    commit: commitOf(i + 1),
    run: { id: String(101 + i), attempt: 1 },
    whole: { ...record.whole, latencyMs: quantilesOf(levelMs * (1 + 0.02 * waver(i))) },
  }));
}

/** Nine quiet nights and four slow ones: a night of 10 ms makes the fifth, and a drift. */
export const DRIFTED = [5, 5, 5, 5, 5, 5, 5, 5, 5, 10, 10, 10, 10];

export async function plantNights(github: LocalGitHub, nights: readonly HistoryRecord[]): Promise<void> {
  const files = nights.map((night) => [pathOfRecord(night), writeRecordText(night)]);
  await github.git.commit(BRANCH, Object.fromEntries(files));
}

/** How often the night is recorded. */
export async function countRecorded(github: LocalGitHub): Promise<number> {
  if ((await github.git.resolve(BRANCH)) === null) return 0;
  return (await github.git.list(BRANCH)).filter((path) => path.endsWith(`/${RUN_ID}-1.json`)).length;
}

export function issuesOf(github: LocalGitHub) {
  return github.issues.filter(({ isPull }) => !isPull);
}

/** The same verdict as without a fault, and one record or the word that there is none. */
export async function expectRecordedOrTold(
  github: LocalGitHub,
  { log, ...told }: Told,
  { calm, trouble }: { readonly calm: Told; readonly trouble: Trouble },
): Promise<void> {
  expect([told.exitCode, told.outputs, told.summary, told.result]).toEqual([
    0,
    calm.outputs,
    calm.summary,
    calm.result,
  ]);
  const count = await countRecorded(github);
  expect(count).toBeLessThanOrEqual(1);
  if (count === 1 && !log.includes('::warning::This run was not recorded')) return;
  expect(trouble.how).toBe('always');
  expect(log).toMatch(/::warning::This run was not recorded in the branch tailgate-history: .{10}/);
}
