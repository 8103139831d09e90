import { readBaseline } from '../../src/evidence/readers/read-baseline.ts';
import { readUntrustedResult } from '../../src/evidence/untrusted-result.ts';
import { toRecord } from '../../src/report/history/record.ts';
import { renderCheck } from '../../src/report/markdown/check-output.ts';
import { renderComment } from '../../src/report/markdown/comment.ts';
import { partOfResult } from '../../src/report/markdown/group.ts';
import { renderSummary } from '../../src/report/markdown/summary.ts';
import { publicationOf } from '../../src/report/publication.ts';
import type { Publication, Report } from '../../src/report/report.ts';
import { toResult } from '../../src/report/result.ts';
import { renderTerminal } from '../../src/report/terminal/report.ts';
import { acceptanceOf } from '../../src/report/view/acceptance.ts';
import { gatingNote, stageRows } from '../../src/report/view/stage-table.ts';
import { pass } from './cases.ts';
import * as cases from './stage-cases.ts';

const of = (report: Report): Publication => publicationOf(report);
const PLAIN = { colour: false, width: 100 };

describe('the rows of stages', () => {
  test('are as many as the load has, in its order, each with what became of it', () => {
    const rows = stageRows(of(cases.stagesFail));
    expect(rows.map(({ stage, load, requests }) => [stage, load, requests])).toEqual([
      ['calm', '10, 60 s', '18,000'],
      ['spike', '200, 60 s', '66,000'],
      ['3', '10, 60 s', '14,400'],
    ]);
    expect(rows.map(({ mark }) => mark && [mark.tone, mark.words])).toEqual([
      null,
      ['bad', 'Errors over limit'],
      ['bad', 'P99 over limit'],
    ]);
    expect(rows.map(({ errors }) => errors)).toEqual(['0 %', '16.0 %', '0 %']);
  });

  test('are none where there is one stage, and no text says a word of it', () => {
    expect(stageRows(of(pass))).toEqual([]);
    expect(toResult(pass)).not.toHaveProperty('stages');
    expect(gatingNote(of(pass))).toBeNull();
    for (const text of [renderComment(of(pass)), renderSummary(of(pass)), renderTerminal(of(pass), PLAIN)])
      expect(text).not.toMatch(/stage/i);
  });

  test('have the base’s figures before the target’s', () => {
    const [calm, spike] = stageRows(of(cases.passesFail));
    expect(spike?.p99).toMatch(/^15\d ms → 3\d\d ms$/);
    expect(spike?.errors).toBe('0 % → 2.00 %');
    expect(calm?.errors).toBe('0 %');
  });

  test.each([
    [
      cases.stagesPass,
      'Stages with their own bounds (gate.stages): the stage spike. The others are only shown.',
    ],
    [
      cases.stagesFail,
      'Stages with their own bounds (gate.stages): the stage spike and stage 3. The others are only shown.',
    ],
  ])('say which of them gate', (report, note) => {
    expect(gatingNote(of(report))).toBe(note);
    expect(renderTerminal(of(report), PLAIN).replaceAll(/\s+/g, ' ')).toContain(note);
  });

  test('of which all or none gate, that is said', () => {
    const { result, ...rest } = of(cases.stagesFail);
    const rows = result.comparisons.filter(({ stage }) => stage === undefined);
    expect(gatingNote({ ...rest, result: { ...result, comparisons: rows } })).toMatch(
      /^No stage has its own bounds/,
    );
    const [row] = result.comparisons.filter(({ stage }) => stage !== undefined);
    const all = ['calm', 'spike', '3'].flatMap((stage) => (row ? [{ ...row, stage }] : []));
    expect(gatingNote({ ...rest, result: { ...result, comparisons: all } })).toBe(
      'Each stage has its own bounds (gate.stages).',
    );
  });
});

test('every text has the table', () => {
  const report = of(cases.stagesFail);
  const { details } = partOfResult(report);
  for (const text of [
    renderComment(report),
    renderSummary(report),
    renderCheck(report, 60_000).summary,
    details,
  ])
    expect(text).toMatch(/^\| `spike` \| 200,\u00a060\u00a0s \| 66,000 \|/m);
  expect(renderTerminal(report, PLAIN)).toMatch(/^ {2}spike +200, 60 s +66,000 /m);
});

test('the key that would accept what a stage missed is its own', () => {
  expect(acceptanceOf(of(cases.stagesFail))?.keys).toEqual([
    'gate.stages.spike.errors.max',
    'gate.stages.3.p99.max',
  ]);
});

describe('the result', () => {
  const result = toResult(cases.stagesFail);

  test('holds each stage with its load and its figures', () => {
    expect(
      result.stages?.map(({ number, name, connections, durationSeconds }) => [
        number,
        name,
        connections,
        durationSeconds,
      ]),
    ).toEqual([
      [1, 'calm', 10, 60],
      [2, 'spike', 200, 60],
      [3, null, 10, 60],
    ]);
    expect(result.stages?.[1]?.metrics).toMatchObject({
      requests: 66_000,
      errors: { status: { 503: 10_560 } },
    });
    expect(result.stages?.[1]?.metrics.spread.p99).toBeGreaterThan(0);
  });

  test('gives them back as a baseline', () => {
    const source = { kind: 'file', file: 'r.json', section: null, written: 'r.json' } as const;
    const { stages } = readBaseline(JSON.stringify(result), source);
    expect(stages?.map(({ requests }) => requests)).toEqual([18_000, 66_000, 14_400]);
    expect(stages?.[1]).toMatchObject({
      errorRate: expect.closeTo(0.16, 4),
      spread: { p99: expect.any(Number) },
    });
    expect(readBaseline(JSON.stringify(toResult(pass)), source)).not.toHaveProperty('stages');
  });

  test.each(Object.entries(cases))('of somebody else is read: %s', (_, report) => {
    expect(readUntrustedResult(JSON.stringify(toResult(report))).stages).toHaveLength(3);
  });

  test('of somebody else that has what no result has in a stage is refused', () => {
    const forged = { ...result, stages: result.stages?.map((stage) => ({ ...stage, extra: 1 })) };
    expect(() => readUntrustedResult(JSON.stringify(forged))).toThrow(/keys that result files don’t have/);
  });
});

test('a record of the history holds them in their order', () => {
  const record = toRecord(cases.stagesFail, {
    suite: 'spike-00000000',
    run: { id: '42', attempt: 1 },
    event: 'schedule',
    ref: 'main',
    policy: 'nightly',
    release: null,
    durationByHand: false,
  });
  expect(record?.stages?.map(({ requests }) => requests)).toEqual([18_000, 66_000, 14_400]);
});
