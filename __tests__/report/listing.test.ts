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
      '    P50 16.3 ms · P99 72.6 ms · P99.9 105 ms · 308 /s · 0.13 % errors · 6,165 requests',
      '    10 connections · 20 s · 2026-11-02T09:00:00.000Z',
    ]);
  });

  test('is harmless, whatever the file and its name say', () => {
    const nasty = '\u001b[31mred\u202e\u0007\nnew line';
    const file = { ...toResult(pass), name: nasty, startedAt: nasty };
    const text = renderListing(listRuns(JSON.stringify(file), 'r.json'), nasty);
    expect(text).toContain('20 s · red new line');
    expect(text).not.toMatch(/(?!\n)\p{Cc}|\p{Cf}/u);
    expect(text).not.toContain('\nnew line');
  });

  test('tells the rate of an open model', () => {
    expect(list(open)).toContain('50 connections · 300 /s offered · 20 s');
  });

  test('says what a run is where there is none, and what is missing', () => {
    const text =
      '# R\n## Peak\n|M|V|\n|-|-|\n|P99|101|\n|RPS|118|\n## By endpoint\n|Endpoint|P99 (ms)|RPS|\n|-|-|-|\n|/a|9|8|\n';
    expect(renderListing(listRuns(text, 'r.md'), 'r.md').split('\n')).toEqual([
      'r.md: no run to compare with',
      '',
      "A run is a table with latency percentiles and a throughput or a number of requests, wrk's output, or a result " +
        "file of Tailgate. Tailgate's docs/reports.md shows one.",
      '',
      'Tables without a whole run:',
      '    line 3  Peak',
      '        line 5: P99: 101 has no unit',
      '',
      'Summaries, never merged into a run:',
      '    line 8  By endpoint',
    ]);
  });
});
