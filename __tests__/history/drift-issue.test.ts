/** The issue about drift, against a GitHub on loopback. */
import { marked } from 'marked';
import { connect } from '../../src/action/github/client.ts';
import { keepDriftIssue } from '../../src/action/github/history/drift-issue.ts';
import { readDriftMarker } from '../../src/action/github/history/drift-marker.ts';
import { explainIssueFailure } from '../../src/action/github/history/explain.ts';
import type { HistoryRecord } from '../../src/evidence/history/record.ts';
import { SERVER_URL } from '../github/addresses.ts';
import { type Fault, type LocalGitHub, startGitHub } from '../github/server.ts';
import { WORKFLOW_BOT } from '../github/shapes.ts';
import { testInFull, testPart } from '../part.ts';
import { commitOf, makeNight, nightOf, SUITE, waver } from './make-nights.ts';

const RUN_URL = `${SERVER_URL}/octo/service/actions/runs/114/attempts/1`;

let github: LocalGitHub;
beforeEach(async () => {
  github = await startGitHub();
});
afterEach(() => github.close());

const signal = new AbortController().signal;
const night = (p99s: readonly number[], more: (n: number) => Partial<HistoryRecord> = () => ({})) =>
  p99s.map((ms, i) => makeNight(i + 1, { whole: { p99Ms: ms * (1 + 0.03 * waver(i)) }, ...more(i + 1) }));
const levels = (...parts: readonly (readonly [count: number, ms: number])[]) =>
  parts.flatMap(([count, ms]) => Array.from({ length: count }, () => ms));
/** Short enough for a test of what comes too late; of a busy machine's git, far more may. */
const IMPATIENT = { patienceMs: 3000, timeoutMs: 600 };
const keep = (
  records: readonly HistoryRecord[],
  { token = 'workflow-token', name = 'smoke', patience = {} } = {},
) =>
  keepDriftIssue(
    connect({ token, apiUrl: github.apiUrl, signal, ...patience }),
    { owner: 'octo', repo: 'service' },
    { suite: SUITE, name, records, place: 'the branch tailgate-history', runUrl: RUN_URL },
  );
const drifted = () => night(levels([9, 100], [5, 160]));
const ours = () => github.issues.filter(({ isPull }) => !isPull);
const written = () =>
  github.requests.filter(({ method, operation }) => method !== 'GET' && operation !== 'graphql');

describe('opening', () => {
  test('a quiet history writes nothing', async () => {
    expect(await keep(night(levels([30, 100])))).toEqual({ how: 'quiet', url: null });
    expect(await keep(night(levels([12, 100], [10, 60])))).toEqual({ how: 'quiet', url: null });
    expect(written()).toEqual([]);
  });

  test('a drift opens one issue that says what, since when and how much', async () => {
    const { how, url } = await keep(drifted());
    expect(how).toBe('opened');
    const [issue, ...others] = ours();
    expect(others).toEqual([]);
    expect(url).toContain(`/issues/${issue?.number}`);
    expect(issue).toMatchObject({ state: 'open', author: WORKFLOW_BOT });
    expect(issue?.title).toMatch(/^Drift in smoke: P99 \+[56]\d\.\d % since 2025-10-10$/);
    const body = issue?.body ?? '';
    expect(readDriftMarker(body)).toMatchObject({ suite: SUITE, known: [{ since: nightOf(10) }] });
    expect(body).toMatch(
      /\| P99 \| 1\d\d ms \| 1[56]\d ms \| \*\*\+\d+\.\d %\*\* \(\+.* … \+.*\) \| 2025-10-10, 5 runs \| `[▁-█]{9}│[▁-█]{5}` \|/,
    );
    expect(body).toContain(`[this run](${RUN_URL})`);
    expect(body).toContain('the branch tailgate-history');
  });

  test('the same drift is told once: the following nights write nothing', async () => {
    await keep(drifted());
    const before = written().length;
    for (const more of [6, 7, 12])
      expect((await keep(night(levels([9, 100], [more, 160])))).how).toBe('quiet');
    expect(written()).toHaveLength(before);
  });

  test('the commits in between are listed, each as text', async () => {
    const from = await github.git.commit('main', { a: '1' }, 'Base');
    for (let i = 0; i < 23; i++)
      await github.git.commit('main', { a: String(i) }, `Change ${i} for @octo/team #1 <b>`);
    const to = await github.git.commit('main', { a: 'end' }, 'Last');
    const commit = (n: number) => ({ commit: n < 10 ? from : to });
    await keep(night(levels([9, 100], [5, 160]), commit));
    const body = ours()[0]?.body ?? '';
    expect(body).toContain(
      `[\`${from.slice(0, 7)}\` … \`${to.slice(0, 7)}\`](${SERVER_URL}/octo/service/compare/`,
    );
    expect(body.match(/^- \[/gm)).toHaveLength(20);
    expect(body).toContain('- and 4 more');
    expect(body).toContain(
      `- \`tailgate bisect ${from.slice(0, 12)} ${to.slice(0, 12)} --start 'npm ci && npm start'\``,
    );
    const html = String(marked.parse(body));
    expect(html).not.toContain('<b>');
    expect(html).not.toMatch(/@octo|#1\b/);
  });

  test('runs that slow down within themselves, as by their own writes, are told', async () => {
    const within = { writes: 4812, throughput: -0.041, latency: 0.064 };
    await keep(night(levels([9, 100], [5, 160]), () => ({ within })));
    expect(ours()[0]?.body).toContain(
      '**The runs also slow down within themselves:** in 14 of 14 of them the latency of GET requests rose from beginning to end, by 6.4 % (median), with 4,812 writing requests per run. Nightly runs that start where the last one ended creep because of what they write, without any commit: reset and seed the environment before each run, or clean up after it. If you already do, this does not explain the drift.',
    );
  });

  test('of runs that don’t, nothing is said of writes', async () => {
    await keep(
      night(levels([9, 100], [5, 160]), (n) => ({
        within: { writes: 9, throughput: null, latency: n % 2 ? 0.1 : -0.1 },
      })),
    );
    expect(ours()[0]?.body).not.toContain('slow down within');
  });

  test('commits that are gone are no reason for no issue', async () => {
    await keep(drifted());
    expect(ours()[0]?.body).toMatch(/They could not be listed: GitHub answered 404/);
  });

  test('one commit on both sides: it was not the code', async () => {
    await keep(night(levels([9, 100], [5, 160]), () => ({ commit: commitOf(1) })));
    expect(ours()[0]?.body).toContain('what changed is not in this repository');
    expect(ours()[0]?.body).not.toContain('bisect');
    expect(github.asked).not.toContain('repos/compare-commits-with-basehead');
  });

  test('a request’s name stays text, in title and body', async () => {
    const hostile = '</td>@octo <!-- tailgate-drift/1 --> [x](http://evil) `|\u001b[31m\u202e';
    const records = levels([9, 100], [5, 160]).map((ms, i) =>
      makeNight(i + 1, { requests: { [hostile]: ms } }),
    );
    await keep(records, { name: hostile });
    const [issue] = ours();
    expect(issue?.title).not.toContain('\u001b');
    expect(issue?.title).not.toContain('\u202e');
    const html = String(marked.parse(issue?.body ?? ''));
    expect(html.match(/<!--/g)).toHaveLength(1);
    expect(html).not.toMatch(/href="http:\/\/evil|@octo|<\/td>@/);
    expect(readDriftMarker(issue?.body ?? '')?.known).toHaveLength(1);
  });

  testInFull(
    'a thousand drifting requests fit into one issue',
    async () => {
      const requests = (ms: number) =>
        Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`request ${i}`, ms]));
      await keep(levels([9, 100], [5, 160]).map((ms, i) => makeNight(i + 1, { requests: requests(ms) })));
      const body = ours()[0]?.body ?? '';
      expect(body.length).toBeLessThanOrEqual(65_536);
      expect(body).toMatch(/\d+ more left out/);
      // The next night must not take those that the marker had no room for as news.
      const before = written().length;
      await keep(levels([9, 100], [6, 160]).map((ms, i) => makeNight(i + 1, { requests: requests(ms) })));
      expect(written()).toHaveLength(before);
    },
    30_000,
  );
});

describe('keeping', () => {
  test('a second drift refreshes the issue, and tells those who watch it', async () => {
    await keep(drifted());
    const { how } = await keep(night(levels([9, 100], [9, 160], [5, 240])));
    expect(how).toBe('refreshed');
    expect(ours()).toHaveLength(1);
    expect(ours()[0]?.body?.match(/^\| P99 /gm)).toHaveLength(2);
    expect(github.comments.map(({ body }) => body)).toEqual([
      expect.stringMatching(/drifted further[\s\S]*P99 \+/),
    ]);
  });

  test('it closes when the figures are back, and keeps what it said', async () => {
    await keep(drifted());
    const back = night(levels([9, 100], [5, 160], [4, 100]));
    expect((await keep(back.slice(0, 17))).how).toBe('quiet');
    expect((await keep(back)).how).toBe('closed');
    const [issue] = ours();
    expect(issue?.state).toBe('closed');
    expect(issue?.body).toMatch(
      /^<!-- tailgate-drift.*\n✅ \*\*Back to normal since 2025-10-18 at the latest/,
    );
    expect(issue?.body).toContain('| P99 |');
    expect((await keep(night(levels([9, 100], [5, 160], [9, 100])))).how).toBe('quiet');
  });

  test('a drift that lies behind what there is to compare with is closed as that, and forgotten', async () => {
    await keep(drifted());
    const later = night(levels([9, 100], [20, 160])).slice(12);
    expect((await keep(later)).how).toBe('closed');
    const [issue] = ours();
    expect(issue?.body).toMatch(/^<!-- tailgate-drift.*\n\*\*No longer tracked since 2025-10-29\*\*/);
    expect(readDriftMarker(issue?.body ?? '')?.known).toEqual([]);
    expect((await keep(later)).how).toBe('quiet');
  });

  test('a drift that was over and comes again is told again', async () => {
    await keep(drifted());
    expect((await keep(night(levels([9, 100], [5, 160], [6, 100])))).how).toBe('closed');
    expect(readDriftMarker(ours()[0]?.body ?? '')?.known).toEqual([]);
    expect((await keep(night(levels([9, 100], [5, 160], [20, 100], [6, 160])))).how).toBe('reopened');
  });

  test('a new drift opens it again', async () => {
    await keep(drifted());
    await keep(night(levels([9, 100], [5, 160], [6, 100])));
    expect((await keep(night(levels([9, 100], [5, 160], [9, 100], [5, 180])))).how).toBe('reopened');
    expect(ours()).toMatchObject([{ state: 'open' }]);
    expect(ours()[0]?.body).not.toContain('Back since');
  });

  test('who closes it accepts the new figures', async () => {
    await keep(drifted());
    github.changeIssue(ours()[0]?.number ?? 0, { state: 'closed' });
    const before = written().length;
    expect((await keep(night(levels([9, 100], [12, 160])))).how).toBe('quiet');
    expect(written()).toHaveLength(before);
  });

  test('another’s issue with our marker, and our own of another suite, are not ours to write to', async () => {
    await keep(drifted());
    const body = ours()[0]?.body ?? '';
    await github.close();
    github = await startGitHub();
    const planted = github.addIssue('Drift', body, { login: 'mallory', id: 13, type: 'User' });
    const other = github.addIssue('Drift', body.replace(SUITE, 'other-00000000'), WORKFLOW_BOT);
    for (const { number } of [planted, other]) github.changeIssue(number, { labels: ['tailgate-drift'] });
    expect((await keep(drifted())).how).toBe('opened');
    expect(github.issues.find(({ number }) => number === planted.number)).toMatchObject({ body });
    expect(ours()).toHaveLength(3);
  });
});

describe('faults', () => {
  testPart<[string, Fault]>(
    [
      ['before it took effect', { drop: 'before' }],
      ['after it took effect', { drop: 'after' }],
      ['half a response', { truncate: true }],
      ['too late', { answerAfterMs: 900 }],
      ['502', { status: 502 }],
    ],
    ([, fault]) => 'drop' in fault,
  )('creating breaks off (%s): one issue', async (_, fault) => {
    github.fail('issues/create', fault);
    const patience = 'answerAfterMs' in fault ? IMPATIENT : {};
    expect((await keep(drifted(), { patience })).how).toBe('opened');
    expect(ours()).toHaveLength(1);
  });

  test('two nights that notice it at once leave one open', async () => {
    await keep(drifted());
    const [first] = ours();
    const { body = '', title = '' } = first ?? {};
    await github.close();
    github = await startGitHub();
    const meanwhile = () => {
      const { number } = github.addIssue(title, body ?? '', WORKFLOW_BOT);
      github.changeIssue(number, { labels: ['tailgate-drift'] });
    };
    github.fail('issues/create', { meanwhile });
    await keep(drifted());
    expect(ours().map(({ state }) => state)).toEqual(['open', 'closed']);
  });

  test.each([
    ['issues/create', 403, 'Resource not accessible by integration', /permissions:\n {2}issues: write/],
    ['issues/create', 410, 'Issues are disabled for this repo', /issues are disabled/],
    ['issues/create', 422, 'Validation Failed', /GitHub answered 422/],
    ['issues/list-for-repo', 403, 'Resource not accessible by integration', /issues: write/],
  ] as const)('%s refused with %i', async (operation, status, message, words) => {
    github.failAlways(operation, { status, message });
    const error = await keep(drifted()).catch((refused: unknown) => refused);
    expect(explainIssueFailure(error)).toMatch(words);
    expect(ours()).toEqual([]);
  });

  test('without a drift no permission is missed', async () => {
    const fault = { status: 403, message: 'Resource not accessible by integration' };
    github.failAlways('issues/list-for-repo', fault);
    expect((await keep(night(levels([30, 100])))).how).toBe('quiet');
  });

  test('a comment that fails leaves the refreshed text', async () => {
    await keep(drifted());
    github.failAlways('issues/create-comment', { status: 403, message: 'No' });
    expect((await keep(night(levels([9, 100], [9, 160], [5, 240])))).how).toBe('refreshed');
    expect(ours()[0]?.body?.match(/^\| P99 /gm)).toHaveLength(2);
  });
});
