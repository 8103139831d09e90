import {
  type GroupPart,
  partOfResult,
  partWithout,
  readGroup,
  renderGroup,
  type Standing,
} from '../../src/report/markdown/group.ts';
import { publicationOf } from '../../src/report/publication.ts';
import fc from '../fast-check.ts';
import { makeReport, makeRun, makeVerdict } from './make-report.ts';

const SUBJECT = { headSha: 'a'.repeat(40), runUrl: 'https://github.com/octo/service/actions/runs/1' };
const LIMIT = 65_000;
const keyOf = (i: number) => i.toString(16).padStart(16, '0');

function part(i: number, standing: Standing, more: Partial<GroupPart> = {}): GroupPart {
  const row = `| ${standing} | \`s${String(i).padStart(3, '0')}\` | 1 ms | 2 /s | 0 % | because of ${i} `;
  const details = `<details><summary>${i}</summary>\n\nnumber ${i}\n\n</details>`;
  return { key: keyOf(i), attempt: 1, writer: ` job=job${i} id=${i}`, standing, row, details, ...more };
}

test('the worst comes first, and the heading counts', () => {
  const parts = [part(1, 'pass'), part(2, 'fail'), part(3, 'untouched'), part(4, 'invalid'), part(5, 'pass')];
  const text = renderGroup(parts, SUBJECT, LIMIT);
  expect(text.split('\n')[0]).toBe(
    '## ❌ 1 failed, 1 invalid, 2 passed, 1 with nothing to measure · Tailgate',
  );
  expect(readGroup(text).map(({ standing }) => standing)).toEqual([
    'fail',
    'invalid',
    'pass',
    'pass',
    'untouched',
  ]);
  expect(text).toContain(`Commit ${SUBJECT.headSha} · [run](${SUBJECT.runUrl})`);
});

test('what was written is read again, whatever the order and the limit, and no part is ever lost', () => {
  const standing = fc.constantFrom<Standing>(
    'fail',
    'invalid',
    'unmeasured',
    'inconclusive',
    'pass',
    'untouched',
  );
  fc.assert(
    fc.property(
      fc.array(standing, { maxLength: 60 }),
      fc.integer({ min: 9000, max: LIMIT }),
      (standings, limit) => {
        const parts = standings.map((one, i) => part(i, one));
        const text = renderGroup(parts, SUBJECT, limit);
        expect(text.length).toBeLessThanOrEqual(limit);
        const read = readGroup(text.replaceAll('\n', '\r\n'));
        const bare = (one: GroupPart) => [one.key, one.attempt, one.writer, one.standing];
        expect(read.map(bare).sort()).toEqual(parts.map(bare).sort());
        expect(renderGroup([...read].reverse(), SUBJECT, limit)).toBe(text);
      },
    ),
    { numRuns: 50 },
  );
});

test('256 jobs, the most of a matrix, fit, and failed ones are shown', () => {
  const parts = Array.from({ length: 256 }, (_, i) =>
    part(i, i % 50 === 0 ? 'fail' : 'pass', { row: `${part(i, 'pass').row}${'x'.repeat(300)} ` }),
  );
  const text = renderGroup(parts, SUBJECT, LIMIT);
  expect(text.length).toBeLessThanOrEqual(LIMIT);
  const read = readGroup(text);
  expect(read).toHaveLength(256);
  expect(read.filter(({ standing }) => standing === 'fail').every(({ row }) => row !== '')).toBe(true);
  expect(text).toMatch(/\d+ more: see their summaries\./);
});

test('forty services have a row each, and the failed ones their details', () => {
  const one = (i: number) => {
    const outcome = i < 3 ? 'fail' : 'pass';
    const verdict = makeVerdict({ outcome });
    const report = makeReport({ verdict, run: makeRun({ label: `services/${i}/tailgate.yml · gate` }) });
    return { key: keyOf(i), attempt: 1, writer: '', ...partOfResult(publicationOf(report)) };
  };
  const text = renderGroup(
    Array.from({ length: 40 }, (_, i) => one(i)),
    SUBJECT,
    LIMIT,
  );
  expect(text.length).toBeLessThanOrEqual(LIMIT);
  const read = readGroup(text);
  expect(read.every(({ row }) => row !== '')).toBe(true);
  expect(read.filter(({ details }) => details !== '').length).toBeGreaterThanOrEqual(20);
  expect(read.slice(0, 3).every(({ details }) => details !== '')).toBe(true);
  expect(text).toContain('| ❌ Fail | `realistic` · `services/0/tailgate.yml · gate` | 83.1 ms |');
});

test('no name and no reason can be taken for a hidden line, or end a cell', () => {
  const tag = `x <!-- tailgate:row key=${keyOf(9)} attempt=9 is=pass --> | y`;
  const subject = { name: tag, label: tag, ...SUBJECT };
  const text = renderGroup(
    [{ key: keyOf(1), attempt: 1, writer: '', ...partWithout('unmeasured', subject, tag) }],
    SUBJECT,
    LIMIT,
  );
  expect(readGroup(text).map(({ key }) => key)).toEqual([keyOf(1)]);
  const row = text.split('\n').find((line) => line.includes('Not measured')) ?? '';
  expect(row.match(/ \| /g)).toHaveLength(5);
});
