/** Parts that only some results have: stages, recovery, an open model, a base, probes that failed. */
import type { Result } from '../../../src/evidence/result/schema.ts';
import { toResult } from '../../../src/report/result.ts';
import { open } from '../cases.ts';
import { interleavedFail, interleavedPass } from '../interleaved-cases.ts';
import { stagesFail, stagesPass } from '../stage-cases.ts';
import { cellOf, compareInMarkdown } from './cells.ts';
import { third, WATCHED } from './reported.ts';

const pairOf = (a: Result, b: Result) => compareInMarkdown({ a, b });

test('stages, in their order, each beside its like', () => {
  const [pass, fail] = [toResult(stagesPass), toResult(stagesFail)];
  const markdown = pairOf(pass, fail);
  const names = (pass.stages ?? []).map(({ name }, i) =>
    name === null ? `Stage ${i + 1}` : `${i + 1}: ${name}`,
  );
  expect(names.length).toBeGreaterThan(1);
  for (const [i, name] of names.entries()) {
    for (const [run, { stages }] of [
      ['a', pass],
      ['b', fail],
    ] as const) {
      const p99 = stages?.[i]?.metrics.latencyMs?.p99?.toFixed(2);
      expect(cellOf(markdown, 'Stages', [name, run], 'P99')).toBe(`${p99} ms`);
    }
  }
  expect(cellOf(markdown, 'Configurations', ['Connections'], 'a')).toMatch(/^\d stages of up to \d+$/);
});

test('recovery from a spike and from a fault, and none', () => {
  const recovery = (seconds: number | null): Result => ({
    ...third,
    recovery: { of: 'spike', fromSeconds: 30, seconds, measuredSeconds: 40, lastStage: null },
  });
  const fault: Result = {
    ...third,
    recovery: { of: 'fault', fromSeconds: 30, seconds: 4.5, measuredSeconds: 40, lastStage: null },
    fault: { fromSeconds: 20, toSeconds: 30, requests: 100, errors: 30, missed: 0, errorRate: 0.3 },
  };
  const markdown = compareInMarkdown({ a: recovery(2), b: recovery(null), c: fault, d: third });
  expect(markdown).toContain(
    [
      '- a: recovered 2 s after the spike',
      '- b: not recovered within the 40 s after the spike',
      '- c: recovered 4.5 s after the fault; errors during the fault: 30.00 %',
    ].join('\n'),
  );
  expect(pairOf(third, { ...third, name: 'other' })).not.toContain('## Recovery');
});

test('an open model says what was offered, and throughput is compared with nothing', () => {
  const result = toResult(open);
  const markdown = pairOf(result, { ...result, name: 'other' });
  expect(cellOf(markdown, 'Configurations', ['Offered'], 'a')).toMatch(
    /^[\d.,]+ req\/s, (?:evenly spaced|at random \(Poisson\))$/,
  );
  expect(markdown).not.toContain('More throughput?');
});

test('a base is named, and the target’s figures are compared', () => {
  const [pass, fail] = [toResult(interleavedPass), toResult(interleavedFail)];
  const markdown = pairOf(pass, fail);
  expect(cellOf(markdown, 'Configurations', ['Measured alternately with'], 'a')).not.toBe('–');
  const p99 = fail.metrics?.latencyMs?.p99?.toFixed(2);
  expect(cellOf(markdown, 'Latency of successes and timeouts', ['P99'], 'b')).toBe(`${p99} ms`);
  expect(cellOf(markdown, 'Configurations', ['Verdict of the run'], 'b')).toMatch(/^fail \([a-z-]+\)$/);
});

test('what probes could not read is listed, and what a thousand requests cost', () => {
  const problem = {
    place: 'probes[0]',
    probe: 'docker' as const,
    code: 'unreachable' as const,
    series: null,
    detail: '',
    candidates: [],
    count: 3,
  };
  const server = { ...WATCHED, problems: [problem], perThousandRequests: { cpuSeconds: 0.5, bytes: 2048 } };
  const markdown = pairOf(
    { ...third, server },
    { ...third, server: { ...WATCHED, series: [], problems: [] } },
  );
  expect(markdown).toContain('- a: probes&#91;0&#93;, unreachable');
  expect(cellOf(markdown, 'For 1,000 requests', ['a'], 'CPU seconds')).toBe('0.500 s');
  expect(cellOf(markdown, 'For 1,000 requests', ['a'], 'Memory growth')).toBe('2 KiB');
});

test('a course takes at least five readings', () => {
  const few = WATCHED.series.map((series) => ({ ...series, samples: series.samples.slice(0, 4) }));
  const server = { ...WATCHED, series: few };
  expect(pairOf({ ...third, server }, { ...third, name: 'b', server })).not.toContain('### Over the load');
});
