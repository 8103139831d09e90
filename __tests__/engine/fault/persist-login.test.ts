import { persistLogin } from '../../../src/engine/fault/persist-login.ts';
import { Unmeasurable } from '../../../src/engine/unmeasurable.ts';

const broken = new Unmeasurable('service-broken', 'the login was answered 503');

/** A login that fails so often before it succeeds. */
function failing(times: number, error: Error = broken) {
  let asked = 0;
  return {
    logIn: async () => {
      if (asked++ < times) throw error;
      return 'new token';
    },
    get asked() {
      return asked;
    },
  };
}

test('during a fault a login is tried until it succeeds', async () => {
  const login = failing(2);
  const persisted = persistLogin(
    login.logIn,
    () => true,
    () => 'old token',
  );
  expect(await persisted).toBe('new token');
  expect(login.asked).toBe(3);
});

test('once the load is over the latest one is kept', async () => {
  const login = failing(9);
  const persisted = persistLogin(
    login.logIn,
    () => login.asked < 2,
    () => 'old token',
  );
  expect(await persisted).toBe('old token');
  expect(login.asked).toBe(2);
});

test.each([
  ['before it', broken, false],
  ['for want of sockets', new Unmeasurable('generator-exhausted', 'EMFILE'), true],
  ['by a bug', new Error('a bug'), true],
])('one that fails %s is what it always is', async (_, error, isUnderWay) => {
  const persisted = persistLogin(
    failing(1, error).logIn,
    () => isUnderWay,
    () => 'old token',
  );
  await expect(persisted).rejects.toBe(error);
});
