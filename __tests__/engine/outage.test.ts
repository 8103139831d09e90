import { OutageDetector } from '../../src/engine/worker/outage.ts';

function failing(failures: number, connections: number): OutageDetector {
  const outage = new OutageDetector(connections);
  outage.start(0);
  for (let i = 1; i < failures; i++) outage.failed('ECONNRESET');
  outage.failed('ECONNREFUSED');
  return outage;
}

test('nobody answers any more once each connection failed three times over: the last failure says why', () => {
  expect(failing(29, 10).lost(5000)).toBeNull();
  expect(failing(30, 10).lost(5000)).toBe('ECONNREFUSED');
  expect(failing(3, 1).lost(5000)).toBe('ECONNREFUSED');
});

test('and once no response came for 0.7 s, which a restart of connections does not take', () => {
  const outage = failing(30, 10);
  expect(outage.lost(699)).toBeNull();
  expect(outage.lost(700)).toBe('ECONNREFUSED');
});

test('a response begins the count of both anew', () => {
  const outage = failing(30, 10);
  outage.answered(600);
  expect(outage.lost(1400)).toBeNull();
  for (let i = 0; i < 30; i++) outage.failed('ECONNRESET');
  expect(outage.lost(1299)).toBeNull();
  expect(outage.lost(1300)).toBe('ECONNRESET');
});
