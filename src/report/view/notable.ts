import type { Publication } from '../report.ts';
import { wordsFor } from '../words/language.ts';
import { markOf } from './badges.ts';
import { interceptionSentences } from './conditions.ts';

/**
 * Whether a reviewer has to know: anything but a plain pass, a row that moved for better or worse, a request that
 * stands out, stalls, responses by somebody else than the service, or a judgement that the pull request changed. What
 * is the same in every run (that two hosts are compared, that a baseline was measured under other conditions) is
 * nothing new.
 */
export function isNotable(publication: Publication): boolean {
  const { verdict, accepted, comparisons, warnings, interleaved, changes = [] } = publication.result;
  return (
    verdict !== 'pass' ||
    accepted !== null ||
    comparisons.some((row) => MOVED.has(markOf(row, wordsFor(publication))?.tone ?? '')) ||
    (interleaved?.suspects.length ?? 0) > 0 ||
    interceptionSentences(publication).length > 0 ||
    changes.length > 0 ||
    warnings.some(({ code }) => NEWS.has(code))
  );
}

/** Of typical rounds, and of the whole load, no row tells them. */
const NEWS: ReadonlySet<string> = new Set(['stalls', 'degrading']);

const MOVED: ReadonlySet<string> = new Set(['bad', 'warn', 'good']);
