/** What a night leaves, where GitHub lists the branch as it was before the night was written. */
import type { RunnerEvent } from '../../src/action/event/read-event.ts';
import { connect } from '../../src/action/github/client.ts';
import { recordRun } from '../../src/action/history/record-run.ts';
import type { HistoryRecord } from '../../src/evidence/history/record.ts';
import { toRecord } from '../../src/report/history/record.ts';
import { eventOf, heard } from '../action/announcing.ts';
import { type LocalGitHub, startGitHub } from '../github/server.ts';
import { idOf } from '../measurement-id.ts';
import { makeReport } from '../report/make-report.ts';
import { nightOf, SUITE } from './make-nights.ts';

const report = makeReport();

let github: LocalGitHub;
beforeEach(async () => {
  github = await startGitHub();
});
afterEach(() => github.close());

function nights(count: number): HistoryRecord[] {
  const context = { suite: SUITE, event: 'schedule', ref: 'main', release: null, durationByHand: false };
  return Array.from({ length: count }, (_, i) => {
    const run = { id: String(1 + i), attempt: 1 };
    const record = toRecord(report, { ...context, policy: 'nightly', run });
    return { ...(record as HistoryRecord), at: nightOf(1 + i) };
  });
}

/** What the night of run 100 says of the history that it added itself to. */
async function told(listed: (written: HistoryRecord) => readonly HistoryRecord[]): Promise<string> {
  const { signal } = new AbortController();
  const event: RunnerEvent = {
    ...(await eventOf(github, { runId: 100 })),
    name: 'schedule',
    ref: 'main',
    defaultBranch: 'main',
    pull: null,
  };
  let written: HistoryRecord[] = [];
  const store = {
    place: 'the branch tailgate-history',
    append: async (record: HistoryRecord) => {
      written = [record];
      return true;
    },
    read: async () => ({ records: written.flatMap((night) => listed(structuredClone(night))), skipped: [] }),
    list: async () => [SUITE],
    prune: async () => 0,
  };
  const access = () => ({
    github: connect({ token: 'workflow-token', apiUrl: github.apiUrl, signal }),
    repository: { owner: 'octo', repo: 'service' },
    store,
  });
  const history = { id: idOf('realistic'), suite: SUITE, place: store.place, access };
  return heard(() => recordRun(report, { policy: 'nightly', event, history, signal }));
}

test.each([
  ['as it was before', () => nights(3)],
  ['with the night in it', (night: HistoryRecord) => [...nights(3), night]],
])('a history that is listed %s holds the night, once', async (_, listed) => {
  expect(await told(listed)).toContain('The history has 4 comparable runs; 8 more until ');
});
