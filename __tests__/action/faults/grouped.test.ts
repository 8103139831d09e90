/** `comment: grouped` from end to end: jobs of a monorepo, one after the other, in one comment. */
import { readMarker } from '../../../src/action/github/marker.ts';
import { ACCEPT_LABEL } from '../../../src/judgement/acceptance.ts';
import { pullRequestEvent } from '../../github/events.ts';
import { type LocalGitHub, startGitHub } from '../../github/server.ts';
import { testInFull } from '../../part.ts';
import { BEFORE } from './baseline-text.ts';
import { type Asked, takeStep } from './step.ts';

const CONFIG = (name: string, max = '1 s') => `name: ${name}
paths: [services/${name}/**]
load: { connections: 8, duration: 10s }
scenario: { requests: [ { name: list, get: /items } ] }
gate: { p99: { max: ${max} } }
`;

let github: LocalGitHub;
beforeEach(async () => {
  github = await startGitHub();
});
afterEach(() => github.close());

const step = (service: string, { files, inputs, env, ...more }: Partial<Asked> & { max?: string } = {}) => {
  const config = `services/${service}/tailgate.yml`;
  return takeStep({
    github,
    event: pullRequestEvent(github, 7),
    config: '',
    files: { [config]: CONFIG(service, more.max), ...files },
    inputs: { config, comment: 'grouped', matrix: JSON.stringify({ service }), ...inputs },
    env: { GITHUB_JOB: 'gate', GITHUB_WORKFLOW_REF: 'octo/service/.github/workflows/gate.yml@x', ...env },
    ...more,
  });
};
const body = () => github.comments[0]?.body ?? '';

testInFull(
  'each service has a row, the worst first, with its details folded; and nothing is said before its end',
  async () => {
    github.changePull(7, { files: ['services/shop/a.ts', 'services/cart/a.ts', 'services/mail/a.ts'] });
    const first = await step('shop');
    expect(first.outputs['comment-url']).toContain('#issuecomment-');
    const calls = github.asked.length;
    expect((await step('cart', { max: '2 ms' })).exitCode).toBe(1);
    // One of them lists the changed files.
    expect(github.asked.length - calls).toBeLessThanOrEqual(5);
    await step('mail');
    expect((await step('docs')).outputs.reason).toContain('nothing had to be measured');
    expect(github.comments).toHaveLength(1);
    expect(body()).toMatch(/\n## ❌ 1 failed, 2 passed, 1 with nothing to measure · Tailgate\n/);
    const names = [
      ...body().matchAll(/^\| \S+ [\w ]+ \| `(\w+)` · `services\/\w+\/tailgate.yml · gate \((\w+)\)` \|/gm),
    ];
    expect(names.map(([, name]) => name)).toEqual(['cart', 'mail', 'shop', 'docs']);
    expect(body().match(/<details>/g)).toHaveLength(3);
  },
);

test('a mistake is a row, and the other rows stay', async () => {
  github.changePull(7, { files: ['services/shop/a.ts', 'services/cart/a.ts'] });
  await step('shop');
  const told = await step('cart', { inputs: { baseline: 'missing.txt' } });
  expect(told.exitCode).toBe(2);
  expect(body()).toMatch(/\| ⚪ Not measured \| `cart`/);
  expect(body()).toMatch(/\| ✅ Pass \| `shop`/);
});

test('the label that accepts is dated by the one comment', async () => {
  github.changePull(7, { files: ['services/shop/a.ts'] });
  await step('shop');
  expect(readMarker(body())?.since).toBeDefined();
  github.addLabel(ACCEPT_LABEL, 'maintainer', '2099-01-01T00:00:00Z');
  const config = CONFIG('shop').replace('max: 1 s', 'regression: 10 %').concat('baseline: before.txt\n');
  const told = await step('shop', { files: { 'services/shop/tailgate.yml': config, 'before.txt': BEFORE } });
  expect(told.outputs.reason).toMatch(/^Accepted by maintainer/);
});

describe('an empty budget', () => {
  const EMPTY = {
    status: 403,
    message: 'API rate limit exceeded for installation.',
    headers: {
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset': String(Math.floor(Date.now() / 1000) + 3000),
    },
  };

  test('ends waiting, and the verdict, its files and its summary are there', async () => {
    for (const operation of ['graphql', 'issues/list-comments', 'pulls/list-files'] as const)
      github.failAlways(operation, EMPTY);
    const told = await step('shop');
    expect([told.exitCode, told.outputs.verdict, told.outputs.result]).toEqual([0, 'pass', 'written']);
    expect(told.summary).toContain('Pass');
    expect(told.log).toMatch(
      /No comment was written.*rate limit is used up.*all jobs of the repository together, until \d\d:\d\d UTC/,
    );
  });

  test('ends the search for a deployment, too', async () => {
    github.changePull(7, { files: ['services/shop/a.ts'] });
    for (const operation of [
      'repos/list-deployments',
      'repos/list-commit-statuses-for-ref',
      'repos/get-combined-status-for-ref',
    ] as const)
      github.failAlways(operation, EMPTY);
    const started = performance.now();
    const told = await step('shop', { inputs: { 'target-url': '' } });
    expect(performance.now() - started).toBeLessThan(3000);
    expect([told.exitCode, told.outputs.verdict, told.outputs.result]).toEqual([4, 'invalid', 'written']);
    expect(told.outputs.reason).toMatch(/rate limit of the repository is used up until \d\d:\d\d UTC/);
  });
});

test('a locked conversation is said to be that, and no permission is asked for', async () => {
  github.failAlways('issues/create-comment', {
    status: 403,
    message: 'Unable to create comment because issue is locked.',
  });
  github.changePull(7, { files: ['services/shop/a.ts'] });
  const told = await step('shop', { inputs: { comment: 'always' } });
  expect(told.exitCode).toBe(0);
  expect(told.log).toContain('the conversation is locked');
  expect(told.log).not.toContain('permissions:');
});
