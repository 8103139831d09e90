import { HangWatch } from '../../src/engine/worker/hang-watch.ts';
import { LimiterWatch } from '../../src/engine/worker/limiter-watch.ts';
import { Lookout } from '../../src/engine/worker/lookout.ts';

const lookout = (connections: number, watches = { expectsFault: false }) =>
  new Lookout(
    Object.assign(watches, { limiter: new LimiterWatch(), hangs: new HangWatch(2000), post() {} }),
    () => connections,
    0,
  );

test.each([
  'EMFILE',
  'ENFILE',
  'EADDRNOTAVAIL',
  'ENOBUFS',
])('%s is the machine’s own, and once is enough', (code) => {
  const looking = lookout(100);
  looking.connectionFailed(code);
  expect(looking.look(20, true, true)).toEqual({ what: 'generator', why: code });
});

test('a connection that is refused is the target’s, and takes more than once', () => {
  const looking = lookout(1);
  for (let nth = 0; nth < 3; nth++) {
    expect(looking.look(800, true, true)).toBeNull();
    looking.connectionFailed('ECONNREFUSED');
  }
  expect(looking.look(800, true, true)).toEqual({ what: 'target', why: 'ECONNREFUSED' });
});

test('from a fault on purpose on, only what is the machine’s own ends the load', () => {
  const watches = { expectsFault: false };
  const looking = lookout(1, watches);
  for (let nth = 0; nth < 3; nth++) looking.connectionFailed('ECONNREFUSED');
  watches.expectsFault = true;
  expect(looking.look(800, true, true)).toBeNull();
  looking.connectionFailed('EMFILE');
  expect(looking.look(800, true, true)).toEqual({ what: 'generator', why: 'EMFILE' });
});
