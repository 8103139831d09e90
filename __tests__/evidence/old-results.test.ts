/** Files that released versions wrote stay readable: as baselines, and side by side. UPGRADING.md promises it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readComparedRun } from '../../src/evidence/compare/compared-run.ts';
import { listRuns } from '../../src/evidence/readers/list-runs.ts';

const folder = join(import.meta.dirname, '../fixtures/results');

/** What each of them says, as it was when that version wrote it: a file each, added at its release, never changed. */
const FILES: Readonly<Record<string, { requests: number; p99: number; endpoints: number }>> = {
  'tailgate-0.1.0.json': { requests: 6425, p99: 79.999, endpoints: 15 },
};

test('there is one of each release', () => {
  expect(readdirSync(folder)).toEqual(Object.keys(FILES));
});

test.each(Object.entries(FILES))('%s', (file, { requests, p99, endpoints }) => {
  const text = readFileSync(join(folder, file), 'utf8');
  const { runs, warnings } = listRuns(text, file);
  expect(warnings).toEqual([]);
  const [run] = runs;
  expect(run?.metrics.requests).toBe(requests);
  expect(run?.metrics.latencyMs?.p99).toBe(p99);
  expect(Object.keys(run?.endpoints ?? {})).toHaveLength(endpoints);
  // Its histograms, too.
  expect(run?.told?.get('list buildings')?.latency()?.count).toBeGreaterThan(0);
  expect(readComparedRun(text, file, 'old').result.metrics?.requests).toBe(requests);
});
