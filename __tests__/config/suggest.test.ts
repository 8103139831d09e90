import { suggest } from '../../src/config/wording/suggest.ts';

describe('the word that was meant', () => {
  const known = ['weight', 'headers', 'get', 'throughput'];

  test.each([
    ['wieght', 'weight'],
    ['Weight', 'weight'],
    ['header', 'headers'],
    ['troughput', 'throughput'],
    ['gte', 'get'],
    ['colour', null],
    ['', null],
    ['x'.repeat(5000), null],
  ])('%s', (written, meant) => {
    expect(suggest(written, known)).toBe(meant);
  });
});
