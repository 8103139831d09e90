/** `pages: true`: the history as a page, made by a night, a release and a pull request of the action. */
import { inflict, TROUBLES } from '../action/faults/faults.ts';
import {
  BRANCH,
  DRIFTED,
  issuesOf,
  nightsLike,
  plantNights,
  takeFirstNight,
  takeNight,
} from '../action/faults/night-step.ts';
import { SERVER_URL } from '../github/addresses.ts';
import { pullRequestEvent } from '../github/events.ts';
import { type LocalGitHub, startGitHub } from '../github/server.ts';
import { historyIn, openedSuite } from '../page/history-pages.ts';

const PAGES = { inputs: { pages: 'true' } };

let github: LocalGitHub;
let first: Awaited<ReturnType<typeof takeFirstNight>>;
beforeAll(async () => {
  first = await takeFirstNight();
}, 60_000);
beforeEach(async () => {
  github = await startGitHub();
});
afterEach(() => github.close());

test('a night writes the page with itself in it, its drift, its issue, and links to commits', async () => {
  await plantNights(github, nightsLike(first.record, DRIFTED));
  const { exitCode, outputs, historyPage, log } = await takeNight(github, PAGES);
  expect([exitCode, outputs.pages]).toEqual([0, 'written']);
  expect(log).toContain('The history of one suite was written as a page.');
  const page = historyPage ?? '';
  const suite = openedSuite(page, 0);
  expect(suite.runs).toEqual([...DRIFTED.map((_, i) => `${101 + i}-1`), '200-1']);
  const p99 = suite.series[0];
  // The figures of the last night are those of the run itself.
  expect(p99 && suite.valuesOf(p99).at(-1)).toBeCloseTo(first.record.whole.latencyMs?.p99 ?? 0, 1);
  expect(p99?.levels.map(([, from, to]) => [from, to])).toEqual([
    [0, 8],
    [9, 13],
  ]);
  const [issue] = issuesOf(github);
  expect(issue).toBeDefined();
  expect(page).toContain(`/issues/${issue?.number}"`);
  expect(historyIn(page).repository).toBe(`${SERVER_URL}/octo/service`);
  const compared = /href="([^"]*\/compare\/)[0-9a-f]{40}\.\.\.[0-9a-f]{40}"/.exec(page)?.[1];
  expect(compared).toBe(`${SERVER_URL}/octo/service/compare/`);
});

test('a pull request is shown against it, and adds nothing to it', async () => {
  await plantNights(github, nightsLike(first.record, DRIFTED.slice(0, 9)));
  const before = await github.git.list(BRANCH);
  const { outputs, historyPage } = await takeNight(github, { ...PAGES, event: pullRequestEvent(github, 7) });
  expect(outputs.pages).toBe('written');
  const suite = openedSuite(historyPage ?? '', 0);
  expect(suite.runs).toHaveLength(9);
  const shown = suite.shown?.figures.find(({ series }) => series === 0);
  expect(shown?.value).toBeCloseTo(first.record.whole.latencyMs?.p99 ?? 0, 1);
  expect(shown?.limit).toBe(1000);
  expect(await github.git.list(BRANCH)).toEqual(before);
});

test('nothing is written unless it is asked for', async () => {
  const { outputs, historyPage } = await takeNight(github);
  expect([outputs.pages ?? '', historyPage]).toEqual(['', null]);
});

test('issues that may not be read leave the page without their links, and a refused branch without a page', async () => {
  await plantNights(github, nightsLike(first.record, DRIFTED));
  const refused = TROUBLES.find(({ what }) => what === '403 always');
  if (refused === undefined) throw new Error('there is no such trouble');
  inflict(github, 'issues/list-for-repo', refused);
  const told = await takeNight(github, PAGES);
  expect(told.log).toContain('has no links to drift issues');
  expect(openedSuite(told.historyPage ?? '', 0).runs).toHaveLength(14);
  inflict(github, 'git/get-ref', refused);
  const none = await takeNight(github, { ...PAGES, event: pullRequestEvent(github, 7) });
  expect([none.exitCode, none.outputs.pages, none.historyPage]).toEqual([0, '', null]);
  expect(none.log).toMatch(/::warning::The history page was not written: .{10}/);
});
