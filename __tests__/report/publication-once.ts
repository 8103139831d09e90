import { publicationOf } from '../../src/report/publication.ts';
import type { Publication, Report } from '../../src/report/report.ts';

const MADE = new WeakMap<Report, Publication>();

/** For tests that tell one report in several texts: making its result takes longer than most of the texts do. */
export function publicationOnce(report: Report): Publication {
  const publication = MADE.get(report) ?? publicationOf(report);
  MADE.set(report, publication);
  return publication;
}
