/** The small print at a comment's end: where the run is, its page, its result. */
import { renderComment } from '../../src/report/markdown/comment.ts';
import { publicationOf } from '../../src/report/publication.ts';
import type { RunContext } from '../../src/report/report.ts';
import fc from '../fast-check.ts';
import { pass } from './cases.ts';
import { hostile } from './hostile.ts';

const RUN = 'https://github.com/acme/shop/actions/runs/77';

function lastLine(run: Partial<RunContext>): string {
  const report = { ...pass, run: { ...pass.run, runUrl: RUN, resultFile: null, version: '0.1.0', ...run } };
  return renderComment(publicationOf(report)).trimEnd().split('\n').at(-1) ?? '';
}

test('the page is linked where the workflow uploads it: in the list of the run, since it has no address yet', () => {
  expect(lastLine({ reportArtifact: 'tailgate-report' })).toBe(
    `<sub>[Run](${RUN}) · [The report as a page](${RUN}#artifacts) is in the artifact \`tailgate-report\` · Tailgate 0.1.0</sub>`,
  );
});

test('a run that is attempted again lists its artifacts at the same place', () => {
  expect(lastLine({ reportArtifact: 'r', runUrl: `${RUN}/attempts/3` })).toContain(
    `(${RUN}#artifacts) is in`,
  );
});

test('without an artifact, or a run, nothing is linked', () => {
  expect(lastLine({})).toBe(`<sub>[Run](${RUN}) · Tailgate 0.1.0</sub>`);
  expect(lastLine({ reportArtifact: 'r', runUrl: null })).toBe('<sub>Tailgate 0.1.0</sub>');
});

test('whatever the artifact is called, it is a code, and the rest stays as it was', () => {
  const usual = lastLine({ reportArtifact: 'r' }).split('`r`');
  fc.assert(
    fc.property(hostile, (name) => {
      const line = lastLine({ reportArtifact: name });
      expect([line.startsWith(usual[0] ?? '-'), line.endsWith(usual[1] ?? '-')]).toEqual([true, true]);
      const code = line.slice(usual[0]?.length, -(usual[1]?.length ?? 0));
      expect(code).toMatch(/^(`+)[^`].*[^`]\1$|^<code>[^<>]*<\/code>$|^`[^`]`$|^\(empty\)$/);
    }),
  );
});
