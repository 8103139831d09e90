import { checkServed } from '../../../src/action/shards/check-served.ts';
import { makePlan } from '../../judgement/make.ts';

const { target } = makePlan();
const asked = { target: { ...target, identity: { path: '/version', commit: '/commit' } } };
const event = { headSha: 'a'.repeat(40), mergeSha: 'b'.repeat(40), run: { runId: 7, attempt: 1 } };
const earlier = (served: string | null) => ({ served, run: 'run 6 attempt 1' });

test.each<
  [
    string,
    ReturnType<typeof earlier>,
    typeof event | { headSha: null; mergeSha: null; run: typeof event.run },
  ]
>([
  ['the commit under test', earlier('a'.repeat(40)), event],
  ['its beginning', earlier('aaaaaaa'), event],
  ['GitHub’s merge of it', earlier('b'.repeat(40)), event],
  ['nothing', earlier(null), event],
  ['any, where none is under test', earlier('c'.repeat(40)), { ...event, headSha: null, mergeSha: null }],
  [
    'an older merge of it, which its own shards have accepted',
    { served: 'c'.repeat(40), run: 'run 7 attempt 2' },
    event,
  ],
  ['whatever met elsewhere', { served: 'c'.repeat(40), run: 'start at 2026-03-01T04:00:00.000Z' }, event],
])('%s is what the shards may have measured', (_, measured, of) => {
  expect(() => checkServed(asked, measured, of)).not.toThrow();
});

test('another commit is that of an earlier run’s files', () => {
  expect(() => checkServed(asked, earlier('c'.repeat(40)), event)).toThrow(
    `The shards of the run 6 measured the commit ${'c'.repeat(40)}, and this run is for ${'a'.repeat(40)}`,
  );
  expect(() => checkServed({ target }, earlier('c'.repeat(40)), event)).not.toThrow();
});
