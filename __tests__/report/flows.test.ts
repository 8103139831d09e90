import type { Round } from '../../src/engine/round.ts';
import { warnOfCap } from '../../src/judgement/capped.ts';
import { renderComment } from '../../src/report/markdown/comment.ts';
import { publicationOf } from '../../src/report/publication.ts';
import { redactReport } from '../../src/report/redact-report.ts';
import type { Report } from '../../src/report/report.ts';
import { toResult } from '../../src/report/result.ts';
import { writeWarning } from '../../src/report/words/remarks.ts';
import { makeSteadyRound } from '../evidence/make-round.ts';
import { makePlan } from '../judgement/make.ts';
import { flowsFail, flowsPass } from './flow-cases.ts';
import { makeReport, makeRun } from './make-report.ts';

test('a load that used up its rows says of which table, and how many they were', () => {
  const ended: Round['ended'] = { how: 'capped', by: 'rows', table: { name: 'users', rows: 5000 } };
  const round = makeSteadyRound({ round: { ended } });
  const [remark] = warnOfCap(makePlan(), [round], { by: 'rows', sent: 9000, wantedMore: false });
  expect(remark).toMatchObject({ code: 'capped', by: 'rows', table: { name: 'users', rows: 5000 } });
  expect(remark && writeWarning(remark)).toBe(
    'The load ended after 9,000 requests, because each of the 5,000 rows of users is used once (take: once): the verdict covers what was measured until then. Give users more rows to measure as long as was planned.',
  );
});

describe('clean-up', () => {
  const failed = (error: string | null, over: Partial<Report> = {}): Report => {
    const status = error === null ? 500 : null;
    const cleanup = [{ side: 'target', name: 'remove carts', status, error, ok: false }] as const;
    return makeReport({ ...over, run: makeRun({ cleanup }) });
  };

  test('that failed is told in a warning, and leaves the verdict alone', () => {
    const { verdict, cleanup, warnings } = toResult(failed(null));
    expect(verdict).toBe('pass');
    expect(cleanup).toEqual([{ side: 'target', name: 'remove carts', status: 500, error: null, ok: false }]);
    expect(warnings.map(({ says }) => says)).toContain(
      'The clean-up after the load failed, and what the run created may still be there: remove carts was answered 500.',
    );
  });

  test('that went well is no warning', () => {
    const { cleanup, warnings } = toResult(flowsPass());
    expect(cleanup).toHaveLength(1);
    expect(warnings.map(({ code }) => code)).not.toContain('not-removed');
  });

  test('shows no secret of what went wrong', () => {
    const report = redactReport(failed('the answer held sesame'), (text) => text.replaceAll('sesame', '…'));
    expect(JSON.stringify(toResult(report))).not.toContain('sesame');
  });
});

describe('a step', () => {
  test('stands below its flow and in no other table of figures', () => {
    const comment = renderComment(publicationOf(flowsFail()));
    const requests = comment.slice(comment.indexOf('### Requests'));
    const flows = comment.slice(comment.indexOf('### Flows'), comment.indexOf('### Requests'));
    expect(flows).toContain('`add item`');
    expect(requests).not.toContain('`add item`');
    expect(requests).toContain('`list`');
  });

  test('that failed a check has its sentence in the comment', () => {
    expect(renderComment(publicationOf(flowsFail()))).toContain(
      'failed check: `expected /total to be at least 1, and found 0`',
    );
  });
});
