import type { Explanation } from '../../../src/evidence/result/why.ts';
import { orderExplanations } from '../../../src/judgement/why/order.ts';

const cpu = (share: number) =>
  ({ kind: 'resource', what: 'cpu', series: 'cpu', share }) as unknown as Explanation;
const told = (endpoint: string, name: string, share: number) =>
  ({ kind: 'server-timing', endpoint, name, share }) as unknown as Explanation;
const kindsOf = (...found: Explanation[]) => orderExplanations(found).map(({ kind }) => kind);

test('processor time comes behind durations of the service that account for more together', () => {
  const downstream = [told('create', 'downstream', 0.5), told('update', 'downstream', 0.45)];
  expect(orderExplanations([cpu(0.57), ...downstream])).toEqual([...downstream, cpu(0.57)]);
  expect(orderExplanations([...downstream, cpu(0.96)])).toEqual([cpu(0.96), ...downstream]);
});

test('and before them where it accounts for more, or they are of several names', () => {
  expect(kindsOf(told('list', 'db', 0.5), cpu(0.57))).toEqual(['resource', 'server-timing']);
  expect(kindsOf(told('list', 'all', 0.5), told('list', 'db', 0.45), cpu(0.57))[0]).toBe('resource');
});
