/** What is told of a search for the breaking point, beside the golden texts. */
import { renderOutputs } from '../../src/report/outputs.ts';
import { toResult } from '../../src/report/result.ts';
import { comparisonRows } from '../../src/report/view/comparison-table.ts';
import { stepNote } from '../../src/report/view/search-table.ts';
import { publicationOnce } from './publication-once.ts';
import { searchAtOnce, searchBeside, searchLimited, searchPass } from './search-cases.ts';

test('outputs hold its capacity, and no figure of many loads together', async () => {
  const pass = await searchPass();
  const outputs = renderOutputs(publicationOnce(pass));
  expect(Number(outputs['capacity-per-second'])).toBeCloseTo(
    pass.measurement?.search?.capacity?.perSecond ?? 0,
    5,
  );
  expect([outputs['p99-ms'], outputs['throughput-per-second'], outputs['error-rate']]).toEqual(['', '', '']);
});

test('what only held is told as the least, and is no output', async () => {
  const limited = publicationOnce(await searchLimited());
  expect(comparisonRows(limited).map(({ metric, now }) => [metric, now])).toEqual([['capacity', '≥ 113 /s']]);
  expect(renderOutputs(limited)['capacity-per-second']).toBe('');
});

test('a comparison of two sides says by how many searches', async () => {
  const beside = publicationOnce(await searchBeside());
  const { reason, 'capacity-change': change } = renderOutputs(beside);
  expect(reason).toMatch(/^Capacity fell by 13 % \(349 \/s, base 401 \/s, tolerance 5 %\)$/);
  expect(Number(change)).toBeCloseTo(20 / 23 - 1, 1);
});

test('money buys the capacity, and nothing where there is none', async () => {
  const cost = { amount: 50, currency: 'EUR', per: 'month' } as const;
  const unitOf = (report: Awaited<ReturnType<typeof searchPass>>) =>
    toResult({ ...report, plan: { ...report.plan, cost } }).cost?.throughputPerUnit;
  const pass = await searchPass();
  expect(unitOf(pass)).toBeCloseTo((pass.measurement?.search?.capacity?.perSecond ?? 0) / 50, 9);
  expect(unitOf(await searchAtOnce())).toBeNull();
});

test('a step that held though its P99 is beyond the limit is accounted for', async () => {
  const publication = publicationOnce(await searchPass());
  const alone = /A single slow or failed request/;
  expect(stepNote(publication)).not.toMatch(alone);
  const { search } = publication.result;
  const beyond = search?.searches.map((one) => ({
    ...one,
    steps: one.steps.map((step) => (step.broke === null ? { ...step, p99Ms: 1000 } : step)),
  }));
  const result = { ...publication.result, search: search && { ...search, searches: beyond ?? [] } };
  expect(stepNote({ ...publication, result })).toMatch(alone);
});
