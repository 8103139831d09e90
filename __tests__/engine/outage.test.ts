import { OutageDetector } from '../../src/engine/worker/outage.ts';

function failing(failures: number): OutageDetector {
  const outage = new OutageDetector();
  outage.start(0);
  for (let i = 1; i < failures; i++) outage.failed('ECONNRESET');
  outage.failed('ECONNREFUSED');
  return outage;
}

test('nobody answers any more once each connection failed three times over: the last failure says why', () => {
  expect(failing(29).lost(5000, 10)).toBeNull();
  expect(failing(30).lost(5000, 10)).toBe('ECONNREFUSED');
  expect(failing(3).lost(5000, 1)).toBe('ECONNREFUSED');
});

test('and once no response came for 0.7 s, which a restart of connections does not take', () => {
  const outage = failing(30);
  expect(outage.lost(699, 10)).toBeNull();
  expect(outage.lost(700, 10)).toBe('ECONNREFUSED');
});

test('a response begins the count of both anew', () => {
  const outage = failing(30);
  outage.answered(600);
  expect(outage.lost(1400, 10)).toBeNull();
  for (let i = 0; i < 30; i++) outage.failed('ECONNRESET');
  expect(outage.lost(1299, 10)).toBeNull();
  expect(outage.lost(1300, 10)).toBe('ECONNRESET');
});
