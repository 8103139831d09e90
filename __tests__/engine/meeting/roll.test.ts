/** Who is there at the first shard, decision by decision. */
import { LEAD_MS, SILENCE_MS } from '../../../src/engine/meeting/protocol.ts';
import { Roll } from '../../../src/engine/meeting/roll.ts';

const open = (of = 3) => new Roll({ index: 1, of }, 'plan', 'meeting a');
const from = (index: number, over: object = {}) => ({
  index,
  of: 3,
  plan: 'plan',
  instance: `process ${index}`,
  knowsStart: false,
  ...over,
});

test('the start is some seconds after the last has come, and stays', () => {
  const roll = open();
  roll.hear(from(2), 1000);
  roll.settle(1000);
  expect([roll.startMs, roll.describeAbsent()]).toEqual([null, 'shard 3/3: not come']);
  roll.hear(from(3), 2000);
  roll.settle(2000);
  roll.settle(9000);
  expect([roll.startMs, roll.isKnown]).toEqual([2000 + LEAD_MS, false]);
  for (const index of [2, 3]) roll.hear(from(index, { knowsStart: true }), 2500);
  expect(roll.isKnown).toBe(true);
});

test('one that falls silent before it knows the start: called off, with its name', () => {
  const roll = open();
  roll.hear(from(2), 1000);
  roll.hear(from(3), 1000);
  roll.settle(1000);
  roll.hear(from(3, { knowsStart: true }), 1000);
  roll.settle(1000 + SILENCE_MS);
  expect(roll.calledOff).toBeNull();
  roll.settle(1001 + SILENCE_MS);
  expect(roll.calledOff).toBe('shard 2/3 came, and has not been heard of for 10 s');
});

test('who comes when the load has begun is refused', () => {
  const roll = open(2);
  roll.hear({ ...from(2), of: 2 }, 0);
  roll.settle(0);
  expect(roll.hear({ ...from(2), of: 2, instance: 'another' }, 10)).toMatchObject({ status: 409 });
});

test('a file is taken from whoever began here, also once more', () => {
  const roll = open(2);
  expect(roll.take(2, 'process 2', 'a')).toMatchObject({ status: 409 });
  roll.hear({ ...from(2), of: 2 }, 0);
  expect(roll.take(2, 'process 2', 'a')).toMatchObject({ status: 409 });
  roll.settle(0);
  expect(roll.take(2, 'another', 'a')).toMatchObject({ status: 409 });
  expect([roll.take(2, 'process 2', 'a'), roll.take(2, 'process 2', 'b')]).toEqual([null, null]);
  expect([...roll.files]).toEqual([[2, 'b']]);
});
