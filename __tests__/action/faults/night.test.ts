/** Whatever GitHub does to what a night reads and writes: the verdict is the same, and nothing is lost in silence. */
import { pathOfRecord, readRecordText, writeRecordText } from '../../../src/evidence/history/record-text.ts';
import { scheduleEvent } from '../../github/events.ts';
import { type LocalGitHub, type Operation, startGitHub } from '../../github/server.ts';
import { commitOf, nightOf, waver } from '../../history/make-nights.ts';
import { casesOf, inflict, PATIENCE_MS, type Trouble } from './faults.ts';
import { type Told, takeStep } from './step.ts';

const CONFIG = `name: smoke
load: { connections: 8, duration: 10s }
scenario: { requests: [ { name: list, get: /items } ] }
gate: { p99: { max: 1 s }, errors: { max: 1 % } }
`;
const BRANCH = 'tailgate-history';

let github: LocalGitHub;
beforeEach(async () => {
  github = await startGitHub();
});
afterEach(() => github.close());

const step = (hurry = false): Promise<Told> =>
  takeStep({ github, event: scheduleEvent(github), config: CONFIG, runId: 200, hurry });
const recorded = async () =>
  (await github.git.resolve(BRANCH)) === null
    ? 0
    : (await github.git.list(BRANCH)).filter((path) => path.endsWith('/200-1.json')).length;
const issues = () => github.issues.filter(({ isPull }) => !isPull);

/** The first night, without a fault. */
let calm: Told;
/** Nine quiet nights and four slow ones: the night that is measured makes the fifth. */
const drifted: Record<string, string> = {};
beforeAll(async () => {
  github = await startGitHub();
  calm = await step();
  const [path = ''] = await github.git.list(BRANCH);
  const read = readRecordText(path, await github.git.read(BRANCH, path));
  if (!('record' in read)) throw new Error(read.why);
  for (let n = 1; n <= 13; n++) {
    const p99Ms = (n <= 9 ? 5 : 10) * (1 + 0.02 * waver(n));
    const of = { at: nightOf(n), commit: commitOf(n), run: { id: String(100 + n), attempt: 1 } };
    const record = { ...read.record, ...of, whole: { ...read.record.whole, p99Ms } };
    drifted[pathOfRecord(record)] = writeRecordText(record);
  }
  await github.close();
}, PATIENCE_MS);

/** Writing starts anew ten times: what never answers takes ten times as long, and differs little from what drops. */
function casesWithGit(operations: readonly Operation[]) {
  return casesOf(operations).filter(({ what }) => what !== 'no answer in time, always');
}

/** Git itself may answer too late for a deadline in a hurry; then it has to be told, as where it always does. */
function mayFail({ how, hurry = false }: Trouble): boolean {
  return how === 'always' || hurry;
}

async function expectRecordedOrTold({ log, ...told }: Told, trouble: Trouble): Promise<void> {
  expect([told.exitCode, told.outputs, told.summary, told.result]).toEqual([
    0,
    calm.outputs,
    calm.summary,
    calm.result,
  ]);
  const count = await recorded();
  expect(count).toBeLessThanOrEqual(1);
  if (count === 1 && !log.includes('::warning::This run was not recorded')) return;
  expect(mayFail(trouble)).toBe(true);
  expect(log).toMatch(/::warning::This run was not recorded in the branch tailgate-history: .{10}/);
}

test.each(casesWithGit(['git/create-ref']))(
  'the first night, $operation: $what',
  async ({ operation, trouble }) => {
    inflict(github, operation, trouble);
    await expectRecordedOrTold(await step(trouble.hurry), trouble);
  },
  PATIENCE_MS,
);

test.each(casesWithGit(['git/get-ref', 'git/get-commit', 'repos/get-content', 'git/create-commit']))(
  'a later night, $operation: $what',
  async ({ operation, trouble }) => {
    await github.git.commit(BRANCH, { 'README.md': 'records' });
    inflict(github, operation, trouble);
    await expectRecordedOrTold(await step(trouble.hurry), trouble);
  },
  PATIENCE_MS,
);

const READ = ['git/get-tree', 'git/get-blob', 'issues/list-for-repo'] as const;

test.each(casesWithGit([...READ, 'repos/compare-commits-with-basehead']))(
  'a night with a drift, $operation: $what',
  async ({ operation, trouble }) => {
    await github.git.commit(BRANCH, drifted);
    // Then the records are read one by one.
    if (operation === 'git/get-blob') github.failAlways('graphql', { status: 403 });
    inflict(github, operation, trouble);
    const told = await step(trouble.hurry);
    await expectRecordedOrTold(told, trouble);
    expect(issues().length).toBeLessThanOrEqual(1);
    if (issues().length === 1) return;
    expect(mayFail(trouble)).toBe(true);
    expect(told.log).toMatch(/::warning::The issue about drift could not be kept up to date: .{10}/);
  },
  PATIENCE_MS,
);
