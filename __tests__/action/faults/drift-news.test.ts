/** Whatever GitHub does to an issue about drift that is to be refreshed: the verdict is the same, and there is one issue. */
import { connect } from '../../../src/action/github/client.ts';
import { keepDriftIssue } from '../../../src/action/github/history/drift-issue.ts';
import { readDriftMarker } from '../../../src/action/github/history/drift-marker.ts';
import type { HistoryRecord } from '../../../src/evidence/history/record.ts';
import { pathOfRecord, readRecordText, writeRecordText } from '../../../src/evidence/history/record-text.ts';
import { scheduleEvent } from '../../github/events.ts';
import { type LocalGitHub, startGitHub } from '../../github/server.ts';
import { commitOf, nightOf, waver } from '../../history/make-nights.ts';
import { casesOf, inflict, PATIENCE_MS } from './faults.ts';
import { type Told, takeStep } from './step.ts';

const CONFIG = `name: smoke
load: { connections: 8, duration: 10s }
scenario: { requests: [ { name: list, get: /items } ] }
gate: { p99: { max: 1 s }, errors: { max: 1 % } }
`;
const BRANCH = 'tailgate-history';

let github: LocalGitHub;
afterEach(() => github.close());

const step = (hurry = false): Promise<Told> =>
  takeStep({ github, event: scheduleEvent(github), config: CONFIG, runId: 200, hurry });
const issues = () => github.issues.filter(({ isPull }) => !isPull);
const told = () => readDriftMarker(issues()[0]?.body ?? '')?.known ?? [];

let calm: Told;
let nights: HistoryRecord[];
beforeAll(async () => {
  github = await startGitHub();
  calm = await step();
  const [path = ''] = await github.git.list(BRANCH);
  const read = readRecordText(path, await github.git.read(BRANCH, path));
  if (!('record' in read)) throw new Error(read.why);
  const { record } = read;
  const measuredMs = record.whole.p99Ms ?? 0;
  // Nine quiet nights, nine slower ones that the issue tells of, and four slower again: the measured one is the fifth.
  nights = Array.from({ length: 22 }, (_, i) => {
    const level = i < 9 ? 0.25 : i < 18 ? 0.5 : 1;
    const p99Ms = measuredMs * level * (1 + 0.02 * waver(i));
    const of = { at: nightOf(i + 1), commit: commitOf(i + 1), run: { id: String(101 + i), attempt: 1 } };
    return { ...record, ...of, whole: { ...record.whole, p99Ms } };
  });
  await github.close();
}, PATIENCE_MS);

/** The history as it was last night, and the issue as it was after the first drift. */
async function openIssue(): Promise<void> {
  github = await startGitHub();
  const files = nights.map((night) => [pathOfRecord(night), writeRecordText(night)]);
  await github.git.commit(BRANCH, Object.fromEntries(files));
  const [owner = '', repo = ''] = github.repository.split('/');
  const access = { token: 'workflow-token', apiUrl: github.apiUrl, signal: new AbortController().signal };
  const { how } = await keepDriftIssue(
    connect(access),
    { owner, repo },
    {
      suite: nights[0]?.suite ?? '',
      name: 'smoke',
      records: nights.slice(0, 18),
      place: `the branch ${BRANCH}`,
      runUrl: null,
    },
  );
  expect(how).toBe('opened');
  expect(told()).toHaveLength(1);
}

test(
  'without a fault, the second drift is added to the issue',
  async () => {
    await openIssue();
    const { log } = await step();
    expect(log).toContain('The issue about drift was refreshed');
    expect(told()).toHaveLength(2);
  },
  PATIENCE_MS,
);

test.each(casesOf(['graphql', 'issues/update', 'issues/create-comment']))(
  '$operation: $what',
  async ({ operation, trouble }) => {
    await openIssue();
    inflict(github, operation, trouble);
    const { log, ...rest } = await step(trouble.hurry);
    expect([rest.exitCode, rest.outputs, rest.summary, rest.result]).toEqual([
      0,
      calm.outputs,
      calm.summary,
      calm.result,
    ]);
    expect(await github.git.list(BRANCH)).toHaveLength(23);
    expect(issues()).toHaveLength(1);
    if (told().length === 2) return;
    expect([operation, trouble.how === 'always' || trouble.hurry]).toEqual(['issues/update', true]);
    expect(log).toMatch(/::warning::The issue about drift could not be kept up to date: .{10}/);
  },
  PATIENCE_MS,
);
