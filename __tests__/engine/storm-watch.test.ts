import { StormWatch } from '../../src/engine/worker/storm-watch.ts';

function failing(failures: number, connections: number): StormWatch {
  const storm = new StormWatch(connections);
  storm.start(0);
  for (let i = 1; i < failures; i++) storm.failed('ECONNRESET');
  storm.failed('ECONNREFUSED');
  return storm;
}

test('nobody answers any more once each connection failed three times over: the last failure says why', () => {
  expect(failing(29, 10).lost(5000)).toBeNull();
  expect(failing(30, 10).lost(5000)).toBe('ECONNREFUSED');
  expect(failing(3, 1).lost(5000)).toBe('ECONNREFUSED');
});

test('and once no answer came for 0.7 s, which a restart of connections does not take', () => {
  const storm = failing(30, 10);
  expect(storm.lost(699)).toBeNull();
  expect(storm.lost(700)).toBe('ECONNREFUSED');
});

test('an answer begins the count of both anew', () => {
  const storm = failing(30, 10);
  storm.answered(600);
  expect(storm.lost(1400)).toBeNull();
  for (let i = 0; i < 30; i++) storm.failed('ECONNRESET');
  expect(storm.lost(1299)).toBeNull();
  expect(storm.lost(1300)).toBe('ECONNRESET');
});
