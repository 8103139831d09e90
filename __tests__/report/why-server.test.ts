/** What moved on the server's side, as people read it. */
import type { Explanation, Why } from '../../src/evidence/result/why.ts';
import { renderComment } from '../../src/report/markdown/comment.ts';
import { publicationOf } from '../../src/report/publication.ts';
import { redactReport } from '../../src/report/redact-report.ts';
import type { Report } from '../../src/report/report.ts';
import { renderTerminal } from '../../src/report/terminal/report.ts';
import { tellWhy } from '../../src/report/words/why.ts';
import { makeInterleavedReport, makeSummary } from './make-interleaved-report.ts';
import { makeVerdict } from './make-report.ts';

type Statement = Extract<Explanation, { kind: 'statement' }>;
type Resource = Extract<Explanation, { kind: 'resource' }>;

const LIST =
  'select coalesce(json_agg(r), $4)::text as records, count(*)::integer as count, min(seq)::text as last from (select * from app.expenses where owner = $1 order by seq desc limit $3) r';
const statement: Statement = {
  kind: 'statement',
  key: 'probes[1].postgres',
  text: LIST,
  share: 1,
  beforeMs: 0.41,
  afterMs: 14.2,
  callsBefore: 0.1,
  callsAfter: 0.1,
  isSlower: true,
  isOftener: false,
};
const table: Explanation = {
  kind: 'table',
  key: 'probes[1].postgres',
  table: 'app.expenses',
  share: 1,
  rowsBefore: 0,
  rowsAfter: 2012.4,
  sizeBefore: 20_100,
  sizeAfter: 20_310,
  isScanned: true,
  isLarger: false,
};
const resource = (what: Resource['what'], more: Partial<Resource> = {}): Resource => ({
  kind: 'resource',
  what,
  series: what,
  unit: 'number',
  share: 0.6,
  before: 0,
  after: 2.1,
  msBefore: 0,
  msAfter: 2.62,
  ...more,
});

const said = (...found: readonly Explanation[]) =>
  tellWhy(found).map(({ about, says }) => (about === null ? says : `${about}: ${says}`));

test('a statement is named by what it does and where, and a short one by itself', () => {
  expect(said(statement)).toEqual([
    'select coalesce(json_a … from app.expenses where owner = $1 order by seq d …: takes PostgreSQL longer: 0.410 ms → 14.2 ms, 0.10 times per request',
  ]);
  const text = 'select name from app.buildings where id = $1';
  expect(
    said({ ...statement, text, isSlower: false, isOftener: true, callsAfter: 2.1, afterMs: 0.05 }),
  ).toEqual([`${text}: is executed more often: 0.10 → 2.10 times per request, 0.050 ms each`]);
  expect(said({ ...statement, text, isOftener: true, callsAfter: 2.1 })).toEqual([
    `${text}: takes PostgreSQL longer (0.410 ms → 14.2 ms), and is executed more often (0.10 → 2.10 times per request)`,
  ]);
  expect(said({ ...statement, text, callsBefore: 0, beforeMs: 0, isSlower: false, isOftener: true })).toEqual(
    [`${text}: executed only by this side: 0.10 times per request, 14.2 ms each in PostgreSQL`],
  );
});

test('two statements with the same beginning are two lines', () => {
  const other = { ...statement, text: `${LIST} union all select 1` };
  expect(said(statement, other)).toHaveLength(2);
});

test('a table is told by what is read of it, or by its size', () => {
  expect(said(table, { ...table, rowsBefore: 3.2, isLarger: true, sizeBefore: 5000 })).toEqual([
    'app.expenses: is scanned without an index: none → 2,012 rows per request; it has about 20,310 rows',
  ]);
  expect(said({ ...table, rowsBefore: 3.2, isLarger: true, sizeBefore: 5000 })).toEqual([
    'app.expenses: is scanned without an index: 3 → 2,012 rows per request; it has about 20,310 rows, the base’s 5,000',
  ]);
  expect(said({ ...table, isScanned: false, isLarger: true, sizeBefore: 5000 })).toEqual([
    'app.expenses: is larger: about 5,000 → 20,310 rows',
  ]);
});

test.each<[Resource, string]>([
  [
    resource('cpu', { series: 'cpu-per-request', unit: 'seconds', before: 0.00092, after: 0.00161 }),
    'CPU per request: 0.920 ms → 1.61 ms',
  ],
  [
    resource('pool-wait', { series: 'pool' }),
    'pool: waiting for a pool connection took none → 2.62 ms per request',
  ],
  [
    resource('lock-wait', { msBefore: 0.02 }),
    'lock-wait: waiting for database locks took 0.020 ms → 2.62 ms per request',
  ],
  [resource('database-wait'), 'database-wait: waiting within the database took none → 2.62 ms per request'],
  [resource('collection', { series: 'gc' }), 'gc: garbage collection took none → 2.62 ms per request'],
  [
    resource('collections', {
      series: 'gc',
      unit: 'per second',
      before: 2.1,
      after: 9,
      msBefore: null,
      msAfter: null,
    }),
    'gc: garbage collections 2.10 /s → 9.00 /s',
  ],
  [
    resource('longest-transaction', {
      unit: 'seconds',
      before: 0.01,
      after: 0.41,
      msBefore: null,
      msAfter: null,
    }),
    'longest-transaction: 10.0 ms → 410 ms on average',
  ],
  [
    resource('memory', { unit: 'bytes', before: 2 ** 27, after: 2 ** 29, msBefore: null, msAfter: null }),
    'memory: 128 MiB → 512 MiB on average',
  ],
])('%j', (one, says) => {
  expect(said(one)).toEqual([says]);
});

function reportOf(why: Why): Report {
  return makeInterleavedReport({
    report: { verdict: makeVerdict({ outcome: 'fail', interleaved: makeSummary(), why }) },
  });
}

test('that both sides use one database is said beside the rest, and where there is nothing else', () => {
  const says =
    'Both sides use one database (probes[1].postgres), so the work that each of them caused there can’t be separated.';
  const indistinct = ['probes[1].postgres'];
  const [beside, alone] = [[resource('cpu')], []].map((found) =>
    renderComment(publicationOf(reportOf({ against: 'base', found, indistinct }))),
  );
  const escaped = says.replace('[1]', '&#91;1&#93;');
  expect(beside).toContain(`<sub>These changed together, which does not prove a cause. ${escaped}</sub>`);
  expect(alone).toContain(`**What moved with it**\n\n${escaped}\n`);
  expect(alone).not.toContain('Seen together');
  const terminal = renderTerminal(publicationOf(reportOf({ against: 'base', found: [], indistinct })), {
    colour: false,
    width: 100,
  });
  expect(terminal.replace(/\s+/g, ' ')).toContain(says);
});

test('what a statement says is neither markup nor a secret', () => {
  const text = 'select `a` from <b>hunter2</b> where @team = #1 |';
  const report = redactReport(reportOf({ against: 'base', found: [{ ...statement, text }] }), (one) =>
    one.replaceAll('hunter2', '***'),
  );
  const comment = renderComment(publicationOf(report));
  expect(comment).not.toMatch(/hunter2|<b>|@team|`a`/);
  expect(comment).toContain('takes PostgreSQL longer');
  expect(report.verdict.why?.found[0]).toMatchObject({ kind: 'statement', key: 'probes[1].postgres' });
});
