/** What the tests forgive a machine that stalls, and what they don't. */
import { beginningAnew, refuseSaturated, repeatSaturated } from './saturation.ts';

const SATURATED = 'INVALID\n  The load generator was\n  saturated: its event loop came round 9 ms late';

test.each([
  { told: [SATURATED, 'pass', 'fail'], last: 'pass', runs: 2 },
  { told: ['invalid: the login is refused', 'pass'], last: 'invalid: the login is refused', runs: 1 },
  { told: Array.from({ length: 20 }, () => SATURATED), last: SATURATED, runs: 8 },
])('a run is repeated for saturation only, and not for ever: $runs', async ({ told, last, runs }) => {
  const tries: number[] = [];
  const run = async (nth: number) => {
    tries.push(nth);
    return told[nth - 1] ?? '';
  };
  expect(await repeatSaturated(run, (text) => text)).toBe(last);
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
      refuseSaturated({ log: opened < 3 ? SATURATED : 'pass' });
    });
    await test('a', 'b');
    expect([opened, closed, rows]).toEqual([3, 2, Array.from({ length: 3 }, () => ['a', 'b'])]);
  });

  test('fails at once by anything else', async () => {
    const test = anew(async () => expect(refuseSaturated({ log: 'fail' }).log).toBe('pass'));
    await expect(test()).rejects.toThrow('pass');
    expect(opened).toBe(1);
  });

  test('fails where the machine is too busy each time', async () => {
    const test = anew(async () => void refuseSaturated({ log: SATURATED }));
    await expect(test()).rejects.toThrow('too busy each time');
    expect(opened).toBe(8);
  });
});
