import { writeFileSync } from 'node:fs';
import { readComparedRun } from '../../../src/evidence/compare/compared-run.ts';
import { compareRuns } from '../../../src/judgement/compare/decide.ts';
import { renderComparisonMarkdown } from '../../../src/report/compare/comparison-markdown.ts';
import { renderComparisonTerminal } from '../../../src/report/compare/comparison-terminal.ts';
import { writeComparison } from '../../../src/report/compare/write-comparison.ts';
import * as r from './reported.ts';

test('print', () => {
  const runs = Object.entries({
    light: r.light,
    'test 1': r.first,
    'test 2': r.second,
    'test 3': r.third,
  }).map(([n, x]) => readComparedRun(JSON.stringify(x), n, n));
  const c = compareRuns([runs[1]!, runs[2]!, runs[3]!, runs[0]!]);
  for (const l of ['en', 'fr'] as const) {
    const d = writeComparison(c, l);
    writeFileSync(`/tmp/cmp-${l}.md`, renderComparisonMarkdown(d));
    writeFileSync(`/tmp/cmp-${l}.txt`, renderComparisonTerminal(d, { colour: false, width: 110 }));
  }
});
