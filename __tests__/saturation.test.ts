/** What the tests forgive a machine that stalls, and what they don't. */
import { beginningAnew, type Causes, refuseSaturated, repeatSaturated } from './saturation.ts';

const SATURATED = 'generator-late';
const step = (causes: string) => ({ log: `the log of ${causes}`, outputs: { causes } });

test.each<{ ends: readonly Causes[]; last: Causes; runs: number }>([
  { ends: [SATURATED, '', 'over-limit'], last: '', runs: 2 },
  {
    ends: [[{ code: 'unaccounted' }, { code: SATURATED }], [{ code: 'regressed' }]],
    last: [{ code: 'regressed' }],
    runs: 2,
  },
  { ends: [`unaccounted,${SATURATED}`, 'regressed'], last: 'regressed', runs: 2 },
  { ends: ['login-failed', ''], last: 'login-failed', runs: 1 },
  { ends: [[{ code: 'login-failed' }], []], last: [{ code: 'login-failed' }], runs: 1 },
  { ends: Array.from({ length: 20 }, () => SATURATED), last: SATURATED, runs: 8 },
])('a run is repeated for saturation only, and not for ever: $ends.0', async ({ ends, last, runs }) => {
  const tries: number[] = [];
  const run = async (nth: number) => {
    tries.push(nth);
    return ends[nth - 1] ?? '';
  };
  expect(await repeatSaturated(run, (causes) => causes)).toEqual(last);
  expect(tries).toEqual(Array.from({ length: runs }, (_, i) => i + 1));
});

describe('a test that begins anew', () => {
  let opened = 0;
  let closed = 0;
  const open = async () => void opened++;
  const close = async () => void closed++;
  beforeEach(() => {
    opened = 0;
    closed = 0;
  });
  const anew = beginningAnew(open, close);

  test('has what was opened for it alone, and its row', async () => {
    const rows: unknown[] = [];
    const test = anew(async (...row: string[]) => {
      rows.push(row);
      refuseSaturated(step(opened < 3 ? SATURATED : ''));
    });
    await test('a', 'b');
    expect([opened, closed, rows]).toEqual([3, 2, Array.from({ length: 3 }, () => ['a', 'b'])]);
  });

  test('begins anew by what the log says, where nobody could write the outputs', async () => {
    const log = 'The load generator was late: it used 3 % of a core itself';
    const test = anew(async () => void refuseSaturated({ log: opened < 2 ? log : 'a verdict', outputs: {} }));
    await test();
    expect(opened).toBe(2);
  });

  test('fails at once by anything else', async () => {
    const test = anew(async () => expect(refuseSaturated(step('over-limit')).outputs.causes).toBe('pass'));
    await expect(test()).rejects.toThrow('pass');
    expect(opened).toBe(1);
  });

  test('fails where the machine is too busy each time', async () => {
    const test = anew(async () => void refuseSaturated(step(SATURATED)));
    await expect(test()).rejects.toThrow('too busy each time:\nthe log of generator-late');
    expect(opened).toBe(8);
  });
});
