import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { publish } from '../../src/action/publish.ts';
import type { Remark } from '../../src/evidence/result/remarks.ts';
import type { Report } from '../../src/report/report.ts';
import { slow } from '../report/cases.ts';

let folder: string;
const before = { output: process.env.GITHUB_OUTPUT, write: process.stdout.write };

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tailgate-publish-'));
  process.env.GITHUB_OUTPUT = join(folder, 'output');
  await writeFile(process.env.GITHUB_OUTPUT, '');
});
afterEach(async () => {
  process.stdout.write = before.write;
  if (before.output === undefined) delete process.env.GITHUB_OUTPUT;
  else process.env.GITHUB_OUTPUT = before.output;
  await rm(folder, { recursive: true, force: true });
});

const DIST = join(import.meta.dirname, '../../dist');

async function told(
  report: Report,
  distFolder = DIST,
): Promise<{ log: string; outputs: string; comments: number }> {
  let log = '';
  let comments = 0;
  process.stdout.write = ((text: string) => {
    log += text;
    return true;
  }) as typeof process.stdout.write;
  const places = {
    resultFile: join(folder, 'result.json'),
    commentFile: join(folder, 'comment.md'),
    reportFile: join(folder, 'report.html'),
    junitFile: join(folder, 'junit.xml'),
    prometheusFile: join(folder, 'metrics.prom'),
    receivers: { otlp: '', webhook: '', env: {} },
    distFolder,
    docsUrl: 'https://github.com/acme/tailgate/blob/v1/docs',
    summaryFile: undefined,
    note: null,
  };
  await publish(report, ['a-secret'], places, { exitCode: 1, annotation: 'error' }, async () => {
    comments += 1;
    return null;
  });
  process.stdout.write = before.write;
  return { log, outputs: await readFile(join(folder, 'output'), 'utf8'), comments };
}

test('a report whose secrets cannot be taken out is not told, and is no pass', async () => {
  const warnings: readonly Remark[] = [
    {
      code: 'record-skipped',
      get detail(): string {
        throw new SyntaxError('Invalid regular expression: /a-secret/');
      },
    },
  ];
  await expect(told({ ...slow, verdict: { ...slow.verdict, warnings } })).rejects.toThrow(
    /^the secrets could not be removed from the report, so nothing of it is shown$/,
  );
  expect(await readFile(join(folder, 'output'), 'utf8')).toBe('');
  await expect(readFile(join(folder, 'result.json'))).rejects.toThrow('ENOENT');
});

test('where all is well, the comment is asked for once', async () => {
  const { outputs, comments } = await told(slow);
  expect(outputs).toContain('comment-url');
  expect(comments).toBe(1);
});

test('in French people are told, and programs and the log in English', async () => {
  const { log, outputs } = await told({ ...slow, plan: { ...slow.plan, language: 'fr' } });
  expect(await readFile(join(folder, 'comment.md'), 'utf8')).toMatch(/^## ❌ Échoué · /);
  expect(await readFile(join(folder, 'result.json'), 'utf8')).toContain('"reason": "P99 is 1.5× its limit');
  expect(outputs).toContain('P99 is 1.5× its limit');
  expect(log).toContain('P99 is 1.5× its limit');
  expect(log).not.toContain('limite');
});

test('the page lies beside the comment, and an output says where', async () => {
  const { outputs } = await told(slow);
  const page = await readFile(join(folder, 'report.html'), 'utf8');
  expect(page).toMatch(/^<!doctype html>/);
  expect(page).toContain('https://github.com/acme/tailgate/blob/v1/docs/causes.md#over-limit');
  expect(outputs).toMatch(new RegExp(`report<<.*\\n${join(folder, 'report.html')}\\n`));
});

test('a page that cannot be made changes nothing else', async () => {
  const { log, outputs, comments } = await told(slow, folder);
  expect(log).toContain('The report’s page');
  expect(outputs).toMatch(/report<<(\S+)\n\n\1/);
  expect(comments).toBe(1);
});

test('no secret is in the page', async () => {
  const { measurement } = slow;
  const [first, ...endpoints] = measurement?.endpoints ?? [];
  if (!measurement || !first) throw new Error('nothing was measured');
  const samples = [{ kind: 'status', status: 500, text: 'the password is a-secret' }] as const;
  const counts = { ...first.figures.errors, status: { 500: 3 } };
  const told500 = { ...first, samples, figures: { ...first.figures, errors: counts, errorRate: 0.1 } };
  await told({ ...slow, measurement: { ...measurement, endpoints: [told500, ...endpoints] } });
  const page = await readFile(join(folder, 'report.html'), 'utf8');
  expect(page).toContain('the password is');
  expect(page).not.toContain('a-secret');
});
