/** What is told of a spike or a fault on purpose, in comment, summary, terminal and outputs. */
import type { Measurement } from '../../src/evidence/measurement.ts';
import { judge } from '../../src/judgement/judge.ts';
import { renderComment } from '../../src/report/markdown/comment.ts';
import { renderSummary } from '../../src/report/markdown/summary.ts';
import { renderOutputs } from '../../src/report/outputs.ts';
import { publicationOf } from '../../src/report/publication.ts';
import type { Publication } from '../../src/report/report.ts';
import { renderTerminal } from '../../src/report/terminal/report.ts';
import { makeMeasurement, makePlan } from '../judgement/make.ts';

function publish(parts: Partial<Pick<Measurement, 'recovery' | 'lastStage' | 'fault'>>): Publication {
  const plan = makePlan({ whole: { recovery: { limit: 30, regression: null } } });
  const measurement = makeMeasurement(parts);
  const { recovery, fault } = measurement;
  Object.assign(measurement.whole, {
    ...(recovery && {
      recoverySeconds: recovery.seconds ?? recovery.measuredSeconds,
      recovered: recovery.seconds !== null,
    }),
    ...(fault && { faultErrorRate: fault.errorRate, faultRequests: fault.requests }),
  });
  return publicationOf({
    plan,
    baseline: null,
    measurement,
    interleaved: null,
    verdict: judge(plan, measurement, null).verdict,
    run: {
      version: '0.1.0',
      now: '2026-11-30T12:00:00.000Z',
      headSha: null,
      runUrl: null,
      command: null,
      resultFile: null,
    },
  });
}

const spike = (seconds: number | null) =>
  ({ of: 'spike', fromSeconds: 120, seconds, measuredSeconds: 60 }) as const;

test('a recovery that keeps its limit', () => {
  const publication = publish({
    recovery: spike(4.5),
    lastStage: { firstP99Ms: 80, p99Ms: 84, isSlower: false },
  });
  const says =
    'P99, throughput and errors recovered 4.5 s after the spike; P99 of the last stage is 84.0 ms, of the first 80.0 ms (+5.0 %)';
  expect(renderComment(publication)).toContain(`**Recovery:** ${says}`);
  expect(renderComment(publication)).toContain('Recovery 4.5 s is within its limit of 30 s');
  expect(renderSummary(publication)).toContain(`**Recovery:** ${says}`);
  const terminal = renderTerminal(publication, { colour: false, width: 140 });
  expect(terminal.replaceAll(/\s+/g, ' ')).toContain(`recovery ${says}`);
  expect(renderOutputs(publication)).toMatchObject({ 'recovery-seconds': '4.5', 'fault-error-rate': '' });
});

test('one that did not come took more than what was measured', () => {
  const publication = publish({ recovery: spike(null) });
  const comment = renderComment(publication);
  const says = 'P99, throughput and errors had not recovered within the 60 s measured after the spike';
  expect(comment).toContain(`${says} (limit 30 s)`);
  expect(comment.replaceAll('\u00a0', ' ')).toContain('| **Recovery** | **> 60 s** | ≤ 30 s |');
  expect(comment).toContain(`**Recovery:** ${says}`);
  expect(renderOutputs(publication)).toMatchObject({
    verdict: 'fail',
    causes: 'not-recovered',
    'recovery-seconds': '60',
  });
});

test('a fault, with the requests that stand for others', () => {
  const fault = {
    fromSeconds: 30,
    toSeconds: 45.2,
    requests: 400,
    errors: 300,
    missed: 2700,
    errorRate: 3000 / 3100,
    troubles: [],
    beside: [{ stage: 0, requests: 5000, errors: 0 }],
  };
  const recovery = { of: 'fault', fromSeconds: 45.2, seconds: 0, measuredSeconds: 14.8 } as const;
  const comment = renderComment(publish({ fault, recovery }));
  expect(comment).toContain(
    '**Fault:** from 30.0 s to 45.2 s of the load; meanwhile 300 of 400 requests failed, with about 2,700 more that would have been sent while connections waited (96.8 % in all)',
  );
  expect(comment).toContain('**Recovery:** P99, throughput and errors recovered at once after the fault');
  const alone = renderComment(publish({ fault: { ...fault, missed: 0, errorRate: 0.75 }, recovery }));
  expect(alone).toContain('meanwhile 300 of 400 requests failed (75.0 %)');
  const none = { ...fault, fromSeconds: null, toSeconds: null, requests: 0, errors: 0, errorRate: null };
  expect(renderComment(publish({ fault: none }))).toContain('not started, because the load ended first');
});
