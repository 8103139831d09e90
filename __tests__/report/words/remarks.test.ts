import type { Remark } from '../../../src/evidence/result/remarks.ts';
import { writeNotes, writeWarnings } from '../../../src/report/words/remarks.ts';

/** What no recorded case comes to. */
test.each<[Remark, string]>([
  [{ code: 'unconfirmed', detail: 'The target was not asked again.' }, 'The target was not asked again.'],
  [{ code: 'same-commit' }, 'Base and target report the same commit.'],
  [
    { code: 'not-acceptable', by: 'alice', obstacle: null, scopes: [] },
    'alice set the label “tailgate: accept”, which only accepts regressions: this run failed for another reason.',
  ],
])('$code', (remark, sentence) => {
  expect(writeWarnings([remark])).toEqual([sentence]);
});

test('what would be told twice is told once', () => {
  expect(writeWarnings([{ code: 'same-commit' }, { code: 'same-commit' }])).toHaveLength(1);
  const notes: Remark[] = [{ code: 'no-baseline' }, { code: 'floor-reached' }, { code: 'no-baseline' }];
  expect(writeNotes({ metric: 'errors', notes })).toBe(
    'no regression judged: no baseline is configured; an error rate this high fails regardless of the limits',
  );
  expect(writeNotes({ metric: 'errors', notes: [] })).toBeNull();
});
