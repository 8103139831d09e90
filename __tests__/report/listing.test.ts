import { listRuns } from '../../src/evidence/readers/list-runs.ts';
import { toResult } from '../../src/report/result.ts';
import { renderListing } from '../../src/report/terminal/listing.ts';
import { open, pass } from './cases.ts';

describe('the listing of what can be compared with', () => {
  const list = (report: typeof pass) =>
    renderListing(listRuns(JSON.stringify(toResult(report)), 'r.json'), 'r.json');

  test('tells a run with its figures and its load', () => {
    expect(list(pass).split('\n')).toEqual([
      'r.json: 1 run to compare with',
      '',
      'line 1  r.json#realistic',
      '    realistic',
      '    P50 18.3 ms · P99 83.1 ms · P99.9 133 ms · 310 /s · 0.13 % errors · 6,200 requests',
      '    10 connections · 20 s · 2026-11-22T09:58:00.000Z',
    ]);
  });

  test('tells the rate of an open model', () => {
    expect(list(open)).toContain('50 connections · 300 /s offered · 20 s');
  });
});
