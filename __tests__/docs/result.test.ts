/** docs/result.md: every key is listed, and its scripts do what they say on a real result. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { toResult } from '../../src/report/result.ts';
import { RESULT_SCHEMA } from '../evidence/sample-schema.ts';
import { slow } from '../report/cases.ts';

const root = join(import.meta.dirname, '../..');
const page = readFileSync(join(root, 'docs/result.md'), 'utf8');
const block = (language: string) =>
  new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\``, 'm').exec(page)?.[1] ?? '';

let folder: string;
beforeAll(() => {
  // Inside the project, where the script finds hdr-histogram-js.
  folder = mkdtempSync(join(root, '.tailgate-docs-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const result = toResult(slow);
const write = (value: object) => writeFileSync(join(folder, 'result.json'), JSON.stringify(value));

test('every key of a result is in the table, and nothing else', () => {
  const rows = [...page.matchAll(/^\| (`[^|]+`) \| [^|]+ \|$/gm)].map(([, keys = '']) => keys);
  const listed = rows.flatMap((keys) => [...keys.matchAll(/`(\w+)`/g)].map(([, key]) => key));
  expect(listed.sort()).toEqual(Object.keys(RESULT_SCHEMA.properties ?? {}).sort());
});

const hasJq = (() => {
  try {
    execFileSync('jq', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

/** What the nth line of the shell block prints. */
function printed(nth: number, value: object): string {
  write(value);
  const line = block('sh').split('\n')[nth] ?? '';
  expect(line).toMatch(/^jq /);
  return execFileSync('sh', ['-c', line], { cwd: folder, encoding: 'utf8' }).trim();
}

const { endpoints, metrics, comparisons, causes, warnings } = result;
const regressions = causes.flatMap((cause) => (cause.code === 'regressed' ? [cause] : []));

// GitHub's runners have jq; who works without it has nothing to try the lines with.
(hasJq ? test : test.skip).each<[string, number, object, string]>([
  ['the verdict', 0, result, 'fail'],
  ['the codes', 1, result, causes.map(({ code }) => code).join()],
  [
    'what regressed',
    2,
    result,
    regressions
      .map((row) => `${row.metric} ${row.endpoint ?? 'all requests'} ${Math.round(row.change * 100)} %`)
      .join('\n'),
  ],
  ['the P99', 3, result, String(metrics?.latencyMs?.p99)],
  [
    'the P99 of a request',
    4,
    { ...result, endpoints: endpoints.map((one, i) => (i === 1 ? { ...one, name: 'list items' } : one)) },
    String(endpoints[1]?.metrics.latencyMs?.p99),
  ],
  [
    'the findings',
    5,
    result,
    comparisons
      .filter(({ finding }) => finding !== 'within')
      .map(({ metric, endpoint, finding }) => [metric, endpoint ?? 'all requests', finding].join('\t'))
      .join('\n'),
  ],
  [
    'a warning',
    6,
    result,
    warnings.flatMap(({ code, says }) => (code === 'condition-differs' ? [says] : [])).join('\n'),
  ],
])(
  hasJq ? 'jq reads %s' : 'skipped, since jq is not installed here: jq reads %s',
  (_, nth, value, wanted) => {
    expect(wanted).not.toBe('');
    expect(printed(nth, value)).toBe(wanted);
  },
);

test('merged histograms have the percentile that the result gives', () => {
  write(result);
  writeFileSync(join(folder, 'merge.mjs'), block('js'));
  const out = execFileSync(process.execPath, ['merge.mjs'], { cwd: folder, encoding: 'utf8' });
  expect(Number(out)).toBeCloseTo(metrics?.latencyMs?.p99 ?? 0, 1);
});
