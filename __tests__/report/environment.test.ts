/** What the conditions of a report say of the environment: what was declared, what it costs, and what it may carry. */

import { redactor } from '../../src/config/secrets/redact.ts';
import { projectCapacity } from '../../src/evidence/projection.ts';
import { publicationOf } from '../../src/report/publication.ts';
import { redactReport } from '../../src/report/redact-report.ts';
import type { Publication, Report } from '../../src/report/report.ts';
import { toResult } from '../../src/report/result.ts';
import { environmentFacts } from '../../src/report/view/environment.ts';
import { describeProjection } from '../../src/report/words/projection.ts';
import { loginFailed, pass } from './cases.ts';
import { WATCHED } from './compare/reported.ts';

const COST = { amount: 27.3, currency: 'EUR', per: 'month' } as const;

function declared(report: Report, environment: Readonly<Record<string, string>>): Report {
  return {
    ...report,
    plan: { ...report.plan, cost: COST, environment },
    measurement: report.measurement && {
      ...report.measurement,
      conditions: { ...report.measurement.conditions, environment: { ...environment } },
    },
  };
}

test('the result has the price, what it buys, and what was declared', () => {
  const result = toResult(declared(pass, { machine: 'c3-8' }));
  const rate = result.metrics?.throughputPerSecond ?? 0;
  expect(result.cost).toEqual({ ...COST, throughputPerUnit: rate / 27.3 });
  expect(result.conditions.environment).toEqual({ machine: 'c3-8' });
});

test('a run that measured nothing says what it would have measured', () => {
  const result = toResult(declared(loginFailed, { machine: 'c3-8' }));
  expect(result.cost).toEqual({ ...COST, throughputPerUnit: null });
  expect(result.conditions.environment).toEqual({ machine: 'c3-8' });
});

test('a file that says nothing leaves nothing', () => {
  const result = toResult(pass);
  expect(result).not.toHaveProperty('cost');
  expect(result.conditions).not.toHaveProperty('environment');
  expect(environmentFacts(publicationOf(pass))).toEqual([]);
});

test('no secret stands in it, in a name or a text', () => {
  const hidden = redactReport(
    declared(pass, { 'key hunter2-secret': 'is hunter2-secret' }),
    redactor(['hunter2-secret']),
  );
  expect(toResult(hidden).conditions.environment).toEqual({ 'key ***': 'is ***' });
});

test('the facts of a report', () => {
  const publication = publicationOf(declared(pass, { machine: 'c3-8', workers: '4' }));
  const watched: Publication = { ...publication, result: { ...publication.result, server: WATCHED } };
  const facts = environmentFacts(watched).map(({ label, value }) => `${label}: ${value}`);
  expect(facts.slice(0, 2)).toEqual(['Environment: machine: c3-8', 'Environment: workers: 4']);
  expect(facts[2]).toMatch(/^Cost: 27\.30 EUR\/month: [\d.]+ \/s for each EUR a month$/);
  expect(facts[3]).toMatch(/^Projected capacity: about [\d,]+ \/s at 80 % of the CPU and [\d,]+ \/s at 50 %/);
});

const share = { from: 'load', of: null, cores: 4, min: 0.22, mean: 0.3, max: 0.38 } as const;

function describeAt(max: number, capacity: number | null): string {
  const projection = projectCapacity(310.53, { ...share, max });
  if (projection === null) throw new Error('there is no projection');
  const measured = capacity === null ? null : { perSecond: capacity, low: capacity, high: capacity };
  return describeProjection(projection, measured);
}

test('it says that it is a projection, from what, and on which assumption', () => {
  expect(describeAt(0.38, null)).toBe(
    'about 650 /s at 80 % of the CPU and 410 /s at 50 %: projected linearly from 311 /s at a peak of 38 % (load average of 4 cores), not measured',
  );
});

test('and where it is off', () => {
  expect(describeAt(0.38, 600)).not.toContain('measured capacity');
  expect(describeAt(0.38, 400)).toMatch(
    /; the measured capacity is 400 \/s, from which the projection is 63 % off$/,
  );
  expect(describeAt(0.1, null)).toMatch(/; that is far beyond what was measured$/);
});
