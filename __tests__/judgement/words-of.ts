import type { Judgement } from '../../src/judgement/verdict.ts';
import { writeProgress } from '../../src/report/words/progress.ts';
import { writeAdvice, writeReason } from '../../src/report/words/reason.ts';
import { writeNotes, writeWarnings } from '../../src/report/words/remarks.ts';

/** All that people are told of a look, whatever it came to: for tests of what no sentence may hold. */
export function wordsOf(
  { verdict, progress }: Judgement,
  measuredSeconds: number,
  source: string | null,
): string {
  const words = [
    writeReason(verdict, source),
    writeAdvice(verdict, measuredSeconds),
    progress && writeProgress(progress),
    ...writeWarnings(verdict.warnings),
    ...verdict.comparisons.map(writeNotes),
  ];
  return words.filter((one) => one !== null).join('\n');
}
