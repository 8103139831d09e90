import type { HistoryRecord } from '../../src/evidence/history/record.ts';
import { renderRecords, renderSuites } from '../../src/report/history/list.ts';
import { outlookOfSuite, renderOutlook } from '../../src/report/history/outlook.ts';
import { drawSparkline, drawValueSeries } from '../../src/report/history/sparkline.ts';
import { makeNights, makeRecord, makeStage } from '../evidence/make-history.ts';

const PLACE = 'the folder .tailgate/history';
const PLAIN = { colour: false, width: 120 };

const suite = (records: readonly HistoryRecord[], skipped: readonly string[] = []) => ({
  suite: 'realistic-00000000',
  records,
  skipped,
});

const shifted = suite(
  makeNights(20, (night) => ({
    p99Ms: night < 8 ? 60 : 86.975,
    ...(night === 3 && { excluded: 'it was cancelled' }),
    ...(night === 5 && { conditions: { stages: [makeStage({ connections: 50 })] } }),
    ...(night === 10 && { release: 'v1.0.0', policy: 'release' as const }),
  })),
);

describe('the list', () => {
  test('of suites: one line for each', () => {
    const text = renderSuites([shifted, suite([])], PLACE, PLAIN);
    expect(text.split('\n')[0]).toBe('The folder .tailgate/history: 2 suites');
    expect(text).toMatch(/realistic-00000000 +realistic +20 +1 +2025-10-20 +✔ pass/);
    expect(renderSuites([], PLACE, PLAIN)).toBe('The folder .tailgate/history: 0 suites');
  });

  test('of runs: the newest first, with the mark of a new regime and why one is excluded', () => {
    const lines = renderRecords(shifted, PLACE, PLAIN).split('\n');
    expect(lines[0]).toBe(
      'realistic-00000000 in the folder .tailgate/history: 20 runs, 18 of them comparable, 1 not used for comparison',
    );
    expect(lines).toHaveLength(22);
    expect(lines[2]).toMatch(/^ {2}2025-10-20 02:00 /);
    const line = (day: string) => lines.find((one) => one.includes(day));
    expect(line('2025-10-04')).toContain('not used for comparison: it was cancelled');
    expect(line('2025-10-06')).toContain('measured under different conditions');
    expect(line('2025-10-09')).toMatch(/◄ P99 \+4\d\.\d %$/);
    expect(line('2025-10-11')).toContain('v1.0.0');
    expect(line('2025-10-12')).toMatch(/✔ pass +\d+(\.\d)? ms +3\d\d \/s +0 %$/);
  });

  test('harmless, whatever a record says', () => {
    const nasty = '\u001b[31mred\u202e\u0007\nnew line';
    const hostile = {
      ...suite(
        [makeRecord({ name: nasty, release: nasty, excluded: nasty, policy: 'release' })],
        [`v1/x is left out: ${nasty}.`],
      ),
      // Folders of a branch may have any name.
      suite: nasty,
    };
    for (const text of [
      renderSuites([hostile], nasty, PLAIN),
      renderRecords(hostile, nasty, PLAIN),
      renderOutlook(hostile, nasty, PLAIN),
    ]) {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
      expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f\u202e]/);
      expect(text).not.toContain('\nnew line');
    }
    expect(renderRecords(hostile, PLACE, PLAIN)).toContain('Warning: v1/x is left out');
  });
});

describe('what a new run would be held to', () => {
  test('figure by figure: the series, its changes, the limit', () => {
    const text = renderOutlook(shifted, PLACE, PLAIN);
    expect(text).toContain('18 comparable runs, 1 not used for comparison, 1 under other conditions');
    expect(text).toMatch(
      /P99\n {2}[▁▂▃]+│[▅▆▇█]+\n {2}2025-10-09 {2}\+4\d\.\d % to 8\d(\.\d)? ms in 12 runs/,
    );
    expect(text).toMatch(
      /typical 8\d(\.\d)? ms in 12 runs; a new run has to be at most 9\d(\.\d)? ms \(\+1\d\.\d %\), or within the declared tolerance/,
    );
    expect(text).toMatch(/Throughput\n.*\n {2}typical 3\d\d \/s in 18 runs; a new run has to be at least /);
    expect(text).toMatch(/Errors\n.*\n {2}typical 0 % in 18 runs; a new run has to be at most 0\.0\d+ %/);
    expect(text).toContain('P99 of create owner');
    expect(text.match(/^ {2}gates$/gm)?.length).toBeGreaterThanOrEqual(3);
  });

  test('how many more runs are needed', () => {
    expect(renderOutlook(suite(makeNights(9)), PLACE, PLAIN)).toContain(
      'only warns: 3 more runs until it gates',
    );
    expect(renderOutlook(suite(makeNights(3)), PLACE, PLAIN)).toContain(
      'not enough: 5 more runs until it warns, 9 until it gates',
    );
    expect(renderOutlook(suite([]), PLACE, PLAIN)).toContain(
      'not enough: 8 more runs until it warns, 12 until it gates',
    );
  });

  test('runs that don’t settle a change are told', () => {
    const records = makeNights(16, (night) => ({ p99Ms: night > 12 ? 200 : 86.975 }));
    expect(renderOutlook(suite(records), PLACE, PLAIN)).toContain(
      'the newest 3 runs left out: 4 beyond halfway would confirm a change',
    );
    const { figures } = outlookOfSuite(suite(records));
    expect(figures[0]).toMatchObject({ metric: 'p99', endpoint: null, runs: 13, unsettled: 3, use: 'gates' });
  });
});

describe('a line of bars', () => {
  test('from the lowest to the highest, with marks before what changed', () => {
    expect(drawSparkline([1, 2, 3, 8])).toBe('▁▂▃█');
    expect(drawSparkline([1, 1, 8, 8], [2])).toBe('▁▁│██');
    expect(drawValueSeries([1, 1, 8, 8], 2)).toBe('▁▁│██');
    expect(drawSparkline([])).toBe('');
    expect(drawSparkline([5, 5, 5])).toBe('▄▄▄');
    expect(drawSparkline([0, 0, 0])).toBe('▁▁▁');
  });

  test('only the newest are drawn', () => {
    expect(drawSparkline([9, 1, 2], [1, 2], 2)).toBe('▁│█');
  });
});
