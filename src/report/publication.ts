import type { Publication, Report } from './report.ts';
import { toResult } from './result.ts';

/** A run's own report, as it is published. */
export function publicationOf(report: Report): Publication {
  const { headSha: _, servedCommit: __, baseCommit: ___, changes: ____, ...run } = report.run;
  return {
    language: report.plan.language ?? 'en',
    result: toResult(report),
    run: { ...run, variables: report.plan.variables ?? [] },
    banner: null,
  };
}
