/** What holds a secret when a run is judged, and must not when it is told. */
import { resultSchema } from '../../src/evidence/result/schema.ts';
import { renderAnnotation } from '../../src/report/markdown/annotation.ts';
import { renderCheck } from '../../src/report/markdown/check-output.ts';
import { renderComment } from '../../src/report/markdown/comment.ts';
import { renderSummary } from '../../src/report/markdown/summary.ts';
import { renderOutputs } from '../../src/report/outputs.ts';
import { publicationOf } from '../../src/report/publication.ts';
import { redactReport, withoutSecrets } from '../../src/report/redact-report.ts';
import type { Report } from '../../src/report/report.ts';
import { toResult } from '../../src/report/result.ts';
import { renderTerminal } from '../../src/report/terminal/report.ts';
import { testPart } from '../part.ts';
import { everyCause, everyRemark } from './every-cause.ts';
import { makeInterleavedReport, makeSummary } from './make-interleaved-report.ts';
import { type EndpointShape, makeComparison, makeMeasurement, makeRun, makeVerdict } from './make-report.ts';

const SECRET = 'hunter2-Sésame';
/** As it is, as a query and as JSON write it, and in Base64. */
const FORMS = [
  SECRET,
  encodeURIComponent(SECRET),
  JSON.stringify(SECRET).slice(1, -1),
  Buffer.from(`ada:${SECRET}`).toString('base64'),
];
const OUTCOMES = ['pass', 'fail', 'inconclusive', 'invalid'] as const;

/** The secret in everything that quotes the service, or what was sent to it. */
function holding(text: string, outcome: Report['verdict']['outcome']): Report {
  const owner: EndpointShape = {
    errors: { status: { '500': 186 } },
    samples: [{ kind: 'status', status: 500, text }],
  };
  const measured = {
    endpoints: { 'create owner': owner },
    ended: { how: 'target-lost', side: 'target', afterSeconds: 3, detail: text },
  } as const;
  const report = makeInterleavedReport({
    target: measured,
    base: measured,
    report: {
      run: makeRun({ servedCommit: text, baseCommit: text }),
      verdict: makeVerdict({
        outcome,
        interleaved: makeSummary(),
        causes: everyCause(text),
        warnings: [...everyRemark(text), ...everyCause(text)],
        comparisons: [
          makeComparison({ metric: 'p99', target: 83, notes: [...everyRemark(text), ...everyCause(text)] }),
        ],
      }),
    },
  });
  const paths = <T extends { readonly path: string }>(all: readonly T[]) =>
    all.map((one) => ({ ...one, path: `/api?key=${text}` }));
  const { conditions, endpoints, ...measurement } = report.measurement ?? makeMeasurement();
  const mix = paths(conditions.mix);
  return {
    ...report,
    measurement: { ...measurement, conditions: { ...conditions, mix }, endpoints: paths(endpoints) },
  };
}

const toldOf = (report: Report): Record<string, string> => {
  const publication = publicationOf(report);
  return {
    result: JSON.stringify(publication.result),
    comment: renderComment(publication),
    summary: renderSummary(publication),
    terminal: renderTerminal(publication, { colour: false, width: 10_000 }),
    outputs: JSON.stringify(renderOutputs(publication)),
    annotation: renderAnnotation(publication),
    check: JSON.stringify(renderCheck(publication, 64_500)),
  };
};

testPart(
  OUTCOMES.flatMap((outcome) => FORMS.map((form) => ({ outcome, form }))),
  ({ outcome }) => outcome,
  ({ form }) => form,
)(
  'a secret in anything that quotes is in no text of a $outcome, and its codes stay: $form',
  ({ outcome, form }) => {
    const report = holding(form, outcome);
    const redacted = withoutSecrets(report, [SECRET]);
    const told = toldOf(redacted);
    expect(Object.keys(told).filter((name) => told[name]?.includes(form))).toEqual([]);
    expect(told.result).toContain('***');
    // It is there without: else it would prove nothing.
    const unredacted = toResult(report);
    expect(JSON.stringify(unredacted)).toContain(form.replaceAll('\\', '\\\\'));
    const result = toResult(redacted);
    expect(resultSchema.parse(result)).toEqual(result);
    const codes = ({
      causes,
      warnings,
      comparisons,
    }: Pick<typeof result, 'causes' | 'warnings' | 'comparisons'>) => [
      causes.map(({ code }) => code),
      [...new Set(warnings.map(({ code }) => code))],
      comparisons.map(({ notes }) => notes.map(({ code }) => code)),
    ];
    expect(codes(result)).toEqual(codes(unredacted));
  },
);

test('of a run that was cancelled no sample is told, whoever redacted it, for there is no time to', () => {
  const report = holding('anything', 'invalid');
  const cancelled = {
    ...report,
    verdict: { ...report.verdict, causes: [{ code: 'cancelled', ran: null, detail: null } as const] },
  };
  const asked: string[] = [];
  const told = redactReport(cancelled, (text) => {
    asked.push(text);
    return text;
  });
  const measured = [told.measurement, told.interleaved?.base].flatMap((one) => one?.endpoints ?? []);
  expect(measured.length).toBeGreaterThan(2);
  expect(measured.flatMap(({ samples }) => samples)).toEqual([]);
  const kept = redactReport(report, (text) => text).measurement?.endpoints ?? [];
  expect(kept.flatMap(({ samples }) => samples)).not.toEqual([]);
});

test('what is told is the same sentence, with the secret masked', () => {
  const cause = { code: 'login-failed', detail: `the login was answered 401: {"user":"${SECRET}"}` } as const;
  const report = makeInterleavedReport({
    report: { verdict: makeVerdict({ outcome: 'invalid', causes: [cause] }) },
  });
  expect(toResult(withoutSecrets(report, [SECRET])).reason).toMatch(/401: \{"user":"\*\*\*"\}$/);
});
