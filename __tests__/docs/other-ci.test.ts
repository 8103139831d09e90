/** GitLab's example, the page about other CI, and the map for machines. */
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parse } from 'yaml';
import { readFlags } from '../../src/cli/read-flags.ts';
import { EXIT } from '../../src/exit-codes.ts';
import { exportFigures } from '../../src/report/export/exported-figures.ts';
import { toResult } from '../../src/report/result.ts';
import { signWebhook } from '../../src/store/export/send-webhook.ts';
import { interleavedFail } from '../report/interleaved-cases.ts';

const root = join(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const page = read('docs/other-ci.md');

describe('examples/gitlab-ci.yml', () => {
  const { tailgate: job, ...others } = parse(read('examples/gitlab-ci.yml'));

  test('is one job, whose command the terminal takes', () => {
    expect(others).toEqual({});
    expect(job.script).toHaveLength(1);
    const [name, command, ...words] = job.script[0].split(' ');
    expect([name, command]).toEqual(['tailgate', 'run']);
    const { flags } = readFlags('run', words);
    expect(flags).toMatchObject({
      'target-url': 'http://127.0.0.1:3000',
      'base-url': 'http://127.0.0.1:3001',
    });
    const { artifacts } = job;
    expect(artifacts).toMatchObject({ when: 'always', paths: ['tailgate/'] });
    expect(artifacts.reports.junit).toBe(flags.junit);
    for (const file of [flags.json, flags.html, flags.markdown]) expect(dirname(file ?? '')).toBe('tailgate');
  });

  test('both services are started on the ports that are measured, in the background', () => {
    const started = job.before_script.filter((line: string) => line.endsWith('&'));
    expect(started.map((line: string) => /PORT=(\d+)/.exec(line)?.[1])).toEqual(['3000', '3001']);
  });

  test('holds only what GitLab takes: it refuses a whole file over one key', () => {
    // docs.gitlab.com, "CI/CD YAML syntax reference": artifacts:expose_as, and what it needs.
    expect(job.artifacts.expose_as).toMatch(/^\w[-\w ]*$/);
    expect(job.artifacts.paths.join()).not.toMatch(/[*$]/);
    expect(Object.keys(job).sort()).toEqual(
      [
        'after_script',
        'allow_failure',
        'artifacts',
        'before_script',
        'image',
        'resource_group',
        'rules',
        'script',
        'stage',
        'timeout',
        'variables',
      ].filter((key) => key in job),
    );
    for (const line of [...job.before_script, ...job.script]) expect(typeof line).toBe('string');
    for (const value of Object.values(job.variables)) expect(typeof value).toBe('string');
  });

  test('inconclusive alone is allowed to fail', () => {
    expect(job.allow_failure).toEqual({ exit_codes: EXIT.inconclusive });
  });
});

test('the page tells each exit code', () => {
  for (const code of Object.values(EXIT)) expect(page).toContain(`\n| ${code} | `);
});

test('the page tells each metric and each label, and no other', () => {
  const { gauges, summaries } = exportFigures(toResult(interleavedFail));
  const all = [...gauges, ...summaries];
  const names = all.map(({ name }) => ['tailgate', ...name].join('_'));
  const told = page
    .split('\n')
    .filter((line) => line.startsWith('| `tailgate_'))
    .join('\n');
  const missing = names.filter((name) => !told.includes(`\`${name}\``));
  // Only of a run in which somebody accepted, or nothing was measured, there is one more or one less.
  expect(missing).toEqual([]);
  const toldNames = [...told.matchAll(/`(tailgate_\w+)`/g)].map(([, name = '']) => name);
  expect(toldNames.filter((name) => !names.includes(name))).toEqual([]);
  const labels = all.flatMap(({ points }) => points.flatMap((point) => Object.keys(point.labels)));
  for (const label of new Set(labels.filter((one) => one !== 'name'))) expect(told).toContain(`\`${label}\``);
});

test('the receiver on the page takes what is signed, and nothing else', async () => {
  const [, code = ''] = /```js\n([\s\S]*?)```/.exec(page) ?? [];
  const folder = await mkdtemp(join(tmpdir(), 'tailgate-receiver-'));
  try {
    await writeFile(join(folder, 'receiver.mjs'), code);
    const { isOurs } = await import(pathToFileURL(join(folder, 'receiver.mjs')).href);
    const [secret, nowMs, body] = ['a-secret-of-enough-letters', 1_793_610_720_500, '{"a":"é"}'];
    const headers = (timestamp: number, text = body) => ({
      'tailgate-timestamp': String(timestamp),
      'tailgate-signature': signWebhook(secret, timestamp, text),
    });
    expect(isOurs(secret, headers(1_793_610_720), body, nowMs)).toBe(true);
    expect(isOurs(secret, headers(1_793_610_000), body, nowMs)).toBe(false);
    expect(isOurs(secret, headers(1_793_610_720, '{}'), body, nowMs)).toBe(false);
    expect(isOurs('another-secret-of-it', headers(1_793_610_720), body, nowMs)).toBe(false);
    expect(isOurs(secret, {}, body, nowMs)).toBe(false);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

describe('llms.txt', () => {
  const text = read('llms.txt');

  test('has the form of https://llmstxt.org: a title, a summary, lists of links', () => {
    expect(text).toMatch(/^# Tailgate\n\n> \S.*\n/);
    const lines = text.split('\n').filter((line) => line !== '' && !/^(#{1,2} |> |- \[)/.test(line));
    expect(lines).toHaveLength(1);
  });

  test('every link leads to a file, and none twice', () => {
    const links = [...text.matchAll(/\]\(([^)]+)\)/g)].map(([, link = '']) => link);
    expect(links.length).toBeGreaterThan(15);
    expect(links.filter((link) => !existsSync(join(root, link)))).toEqual([]);
    expect(new Set(links).size).toBe(links.length);
  });

  test('is short', () => expect(text.length).toBeLessThan(4000));
});
