/** A result that fits the schema may be anybody's: every text about it is made all the same, without holes. */
import { publishFork } from '../../../src/report/fork-publication.ts';
import { renderComment } from '../../../src/report/markdown/comment.ts';
import { renderSummary } from '../../../src/report/markdown/summary.ts';
import { renderOutputs } from '../../../src/report/outputs.ts';
import { renderTerminal } from '../../../src/report/terminal/report.ts';
import { emptyResult } from '../../evidence/make-result.ts';
import { type Leaves, RESULT_SCHEMA, sample, variantsOf } from '../../evidence/sample-schema.ts';
import { RUNS_ALL } from '../../part.ts';
import { FORK_SHA } from './publishing.ts';

const RUN = {
  headSha: FORK_SHA,
  url: 'https://github.com/octo/service',
  version: '0.1.0',
  now: '2026-11-22T10:00Z',
};
const LEAVES: readonly Leaves[] = [
  { number: 0, text: '', nulls: true },
  { number: 0, text: 'x', nulls: false },
  { number: 1e12, text: 'x', nulls: false },
];

function textsOf(result: object): string {
  const publication = publishFork({ ...emptyResult(), ...result }, RUN);
  const terminal = renderTerminal(publication, { colour: false, width: 100 });
  const texts = [renderComment(publication), renderSummary(publication), terminal];
  return [...texts, ...Object.values(renderOutputs(publication))].join('\n');
}

const HOLES = /\b(NaN|undefined|Infinity)\b|\[object/;

const causes = variantsOf('cause').map(({ title }) => title);

test.each(
  variantsOf('remark').map((schema, nth) => [schema.title ?? '', schema, nth] as const),
)('%s', (code, schema, nth) => {
  // Each of them by all leaves, or by one after the other.
  for (const leaves of LEAVES.filter((_, i) => RUNS_ALL || i === nth % LEAVES.length)) {
    const one = sample(schema, leaves) as object;
    const row = sample({ $ref: '#/$defs/comparison' }, leaves) as object;
    const remarked = { warnings: [{ ...one, says: 'x' }], comparisons: [{ ...row, notes: [one] }] };
    expect(textsOf(remarked)).not.toMatch(HOLES);
    if (!causes.includes(code)) continue;
    for (const verdict of ['pass', 'fail', 'inconclusive', 'invalid'] as const)
      expect(textsOf({ verdict, causes: [one] })).not.toMatch(HOLES);
  }
});

test.each(LEAVES)('the whole of a result of %j', (leaves) => {
  const whole = sample(RESULT_SCHEMA, leaves) as object;
  expect(textsOf({ ...whole, causes: [], warnings: [] })).not.toMatch(HOLES);
});
