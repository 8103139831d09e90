/** `cost` and `environment`: what its owner says of the environment. */
import { COST_PERIODS, parseCost, SECONDS_OF, writeCost } from '../../src/config/cost.ts';
import { parse, smallFile } from './example.ts';

test.each<[string, ReturnType<typeof parseCost>]>([
  ['27.30 EUR/month', { amount: 27.3, currency: 'EUR', per: 'month' }],
  ['0.042 USD / hour', { amount: 0.042, currency: 'USD', per: 'hour' }],
  [' 1200 CHF/year ', { amount: 1200, currency: 'CHF', per: 'year' }],
  ['5EUR/day', { amount: 5, currency: 'EUR', per: 'day' }],
])('%s', (text, cost) => {
  expect(parseCost(text)).toEqual(cost);
  expect(parseCost(writeCost(cost))).toEqual(cost);
});

test.each<[string, string]>([
  ['27.30', '"27.30" is no price: write an amount, a currency and a period, such as 27.30 EUR/month'],
  ['27.30 EUR', 'is no price'],
  ['EUR 27.30/month', 'is no price'],
  ['-3 EUR/month', 'is no price'],
  ['27,30 EUR/month', 'has an amount that is no plain number (a point before the decimals'],
  ["1'200 EUR/month", 'has an amount that is no plain number'],
  ['1.200.000 EUR/month', 'has an amount that is no plain number'],
  ['0 EUR/month', 'is out of range, which is above 0'],
  [`${'9'.repeat(30)} EUR/month`, 'is out of range'],
  ['27.30 €/month', 'has a currency that is no code of ISO 4217 (did you mean EUR?)'],
  ['27.30 eur/month', 'has a currency that is no code of ISO 4217 (did you mean EUR?)'],
  ['27.30 QQQ/month', 'has a currency that is no code of ISO 4217: write'],
  ['27.30 EUR/mois', 'has a period that is none of hour, day, month or year'],
  ['27.30 EUR/months', 'has a period that is none of'],
  ['27.30 EUR/constructor', 'has a period that is none of'],
])('%s is refused', (text, message) => {
  expect(() => parseCost(text)).toThrow(message);
});

test('a month is a twelfth of a year, and a day 24 hours', () => {
  expect(COST_PERIODS.map((period) => SECONDS_OF[period] / 3600)).toEqual([1, 24, 730, 8760]);
});

const withLines = (...lines: readonly string[]) =>
  smallFile('    - { get: /a }', lines.map((line) => `${line}\n`).join(''));

test('the file says both, and a whole number is a text', () => {
  const plan = parse(
    withLines('cost: 27.30 EUR/month', 'environment: { machine: "OVH c3-8", workers: 4, node: "22.10" }'),
  );
  expect(plan.cost).toEqual({ amount: 27.3, currency: 'EUR', per: 'month' });
  expect(plan.environment).toEqual({ machine: 'OVH c3-8', workers: '4', node: '22.10' });
});

test('a file that says nothing has neither', () => {
  const plan = parse(withLines());
  expect(plan).not.toHaveProperty('cost');
  expect(plan).not.toHaveProperty('environment');
});

const many = Array.from({ length: 31 }, (_, i) => `n${i}: x`).join(', ');

test.each<[string, string, string]>([
  ['a cost without a unit', 'cost: 27.30', 'cost: 27.3 has neither currency nor period: write them after'],
  ['a cost of no such period', 'cost: 27.30 EUR/fortnight', 'cost: "27.30 EUR/fortnight" has a period'],
  ['a cost that is a mapping', 'cost: { amount: 5 }', 'cost: {"amount":5} does not fit: write an amount'],
  [
    'a fraction',
    'environment: { node: 22.10 }',
    'environment.node: 22.1 is a number with decimals: write it in quotes',
  ],
  ['a list', 'environment: [a]', 'environment: ["a"] does not fit: write a mapping of names and texts'],
  ['a mapping inside', 'environment: { a: { b: c } }', 'environment.a: {"b":"c"} does not fit: write a text'],
  ['no value', 'environment: { a: }', 'environment.a: has no value: write a text'],
  ['a blank value', 'environment: { a: " " }', 'environment.a: " " does not fit: write a text'],
  [
    'a control character',
    'environment: { a: "x\\u001b[31m" }',
    'does not fit: write a text of at most 200 characters',
  ],
  [
    'a long value',
    `environment: { a: ${'x'.repeat(201)} }`,
    'does not fit: write a text of at most 200 characters',
  ],
  ['a long name', `environment: { ${'n'.repeat(61)}: x }`, 'is a name of more than 60 characters'],
  ['too many', `environment: { ${many} }`, 'environment: has more than 30 entries'],
])('refused: %s', (_, line, message) => {
  expect(() => parse(withLines(line))).toThrow(message);
});
