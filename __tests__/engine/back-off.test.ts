import { BackOff } from '../../src/engine/worker/back-off.ts';

/** Whether the next connection is made at once. */
function isFree(backOff: BackOff): boolean {
  let connected = false;
  backOff.before(() => {
    connected = true;
  });
  backOff.end();
  return connected;
}

test('one connection that failed between good ones costs no time, two in a row do', () => {
  const backOff = new BackOff();
  expect(isFree(backOff)).toBe(true);
  backOff.failed();
  expect(isFree(backOff)).toBe(true);
  backOff.answered();
  backOff.failed();
  expect(isFree(backOff)).toBe(true);
  backOff.failed();
  expect(isFree(backOff)).toBe(false);
  backOff.answered();
  expect(isFree(backOff)).toBe(true);
});

test('the wait ends by itself, and nobody waits twice', async () => {
  const backOff = new BackOff();
  backOff.failed();
  backOff.failed();
  const connected = await new Promise<string>((resolve) => {
    backOff.before(() => resolve('the first'));
    expect(backOff.waiting).toBe(true);
    backOff.before(() => resolve('the second'));
  });
  expect([connected, backOff.waiting]).toEqual(['the first', false]);
});
