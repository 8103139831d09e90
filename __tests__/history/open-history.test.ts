/** The history is read before the load and written after it, which may take longer than GitHub is waited for. */
import { performance } from 'node:perf_hooks';
import { openHistory } from '../../src/action/history/open-history.ts';
import { parseInputs } from '../../src/config/inputs.ts';
import { eventOf } from '../action/announcing.ts';
import { startGitHub } from '../github/server.ts';
import { makePlan } from '../report/make-report.ts';

test('GitHub is asked again after a load that took an hour', async () => {
  const github = await startGitHub();
  const { now } = performance;
  try {
    const { signal } = new AbortController();
    const inputs = parseInputs({ token: 'workflow-token' });
    const history = openHistory(inputs, await eventOf(github), makePlan());
    performance.now = () => now.call(performance) + 3_600_000;
    github.fail('git/get-ref', { status: 500 });
    expect(await history.access?.(signal).store.read('realistic')).toEqual({ records: [], skipped: [] });
    expect(github.asked).toEqual(['git/get-ref', 'git/get-ref']);
  } finally {
    performance.now = now;
    await github.close();
  }
});
