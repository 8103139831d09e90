/** `tailgate compare`: which files it takes, how it calls them, what it writes and how it ends. */
import { copyFile, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { INVISIBLE } from '../../src/config/wording/invisible.ts';
import type { Result } from '../../src/evidence/result/schema.ts';
import { cellOf } from '../report/compare/cells.ts';
import { first, light, third } from '../report/compare/reported.ts';
import { command } from './in-process.ts';
import { openShell, type Shell } from './process.ts';

let shell: Shell;
beforeEach(async () => {
  shell = await openShell();
  await write('one.json', first);
  await write('three.json', third);
  await write('light.json', light);
});
afterEach(() => shell.remove());

const write = (name: string, result: unknown) =>
  writeFile(join(shell.folder, name), typeof result === 'string' ? result : JSON.stringify(result));
const read = (name: string) => readFile(join(shell.folder, name), 'utf8');
const compare = (...words: string[]) => command(shell.folder, ['compare', ...words]);

test('two results, side by side in the terminal', async () => {
  const { exitCode, out, err } = await compare('one.json', 'three.json');
  expect([exitCode, err]).toEqual([0, '']);
  expect(out).toMatch(/^COMPARISON\n/);
  expect(out).toContain('  three is shown to be better than one: error rate.');
  expect(out).toMatch(/\n {2}P99 +93\.66 ms +93\.84 ms\n/);
});

test('three of them, as Markdown and as data', async () => {
  const files = ['one.json', 'three.json', 'light.json'];
  const ended = await compare(...files, '--markdown', 'out.md', '--json', 'out.json');
  expect(ended.exitCode).toBe(0);
  expect(ended.err).toMatch(/wrote .*out\.json\nwrote .*out\.md\n/);
  const markdown = await read('out.md');
  expect(cellOf(markdown, 'Latency of successes and timeouts', ['P99'], 'light')).toBe('94.05 ms');
  const data = JSON.parse(await read('out.json'));
  expect(data.format).toBe('tailgate-comparison/1');
  expect(data.runs.map(({ name }: { name: string }) => name)).toEqual(['one', 'three', 'light']);
  expect(data.pairs).toMatchObject([
    { before: 'one', now: 'three', verdict: 'better', refused: [] },
    { before: 'one', now: 'light', verdict: 'not-comparable', refused: [{ condition: 'mix' }], figures: [] },
  ]);
  expect(data.decisions.find((one: { question: string }) => one.question === 'errors')).toMatchObject({
    answer: 'one',
    of: ['three'],
  });
  expect(data.runs[1].projection).toMatchObject({ responsesPerSecond: 310.53, isFar: false });
});

test('as a page', async () => {
  const ended = await compare('one.json', 'three.json', '--html', 'out.html', '--language', 'fr');
  expect(ended.exitCode).toBe(0);
  expect(ended.err).toMatch(/wrote .*out\.html\n/);
  const page = await read('out.html');
  expect(page).toContain('<html lang="fr">');
  expect(page).toMatch(/<th scope="row" class="left">P99<\/th>/);
});

test('in French', async () => {
  const { out } = await compare('one.json', 'three.json', '--language', 'fr');
  expect(out).toMatch(/^COMPARAISON\n/);
  expect(out).toContain('93,84 ms');
});

test('names in the order of the files', async () => {
  const { out } = await compare('one.json', 'three.json', '--names', '1 vCPU, 4 vCPU');
  expect(out).toContain('4 vCPU is shown to be better than 1 vCPU');
});

test('two files of one name are told apart by their folders', async () => {
  await mkdir(join(shell.folder, 'a'));
  await mkdir(join(shell.folder, 'b'));
  await write('a/result.json', first);
  await write('b/result.json', third);
  const { out } = await compare('a/result.json', 'b/result.json');
  expect(out).toContain('b/result is shown to be better than a/result');
});

test('where nothing can be compared with the first, that is said, and the exit code says it, too', async () => {
  const { exitCode, out } = await compare('one.json', 'light.json');
  expect(exitCode).toBe(3);
  expect(out).toContain("light can't be compared with one.");
  expect(out).toContain('one and light were sent different mixes of requests (list buildings 80 % and 100 %');
  expect(out).not.toContain('WHAT THE DIFFERENCES SHOW');
});

test('an invalid run is shown, and not believed', async () => {
  await write('invalid.json', { ...first, verdict: 'invalid' } satisfies Result);
  const { exitCode, out } = await compare('three.json', 'invalid.json');
  expect(exitCode).toBe(3);
  expect(out).toContain("The run of invalid is invalid: its figures can't be trusted");
});

test('the capacity of a search for the breaking point stands beside the projection, and what is off is said', async () => {
  const searched = (perSecond: number): Result => {
    const capacity = { perSecond, low: perSecond - 10, high: perSecond + 10 };
    const range = { of: 'connections', from: 1, to: 400, limits: [] } as const;
    const alone = { baseCapacity: null, sharedHost: null, baseSent: null };
    return { ...third, search: { ...range, ...alone, limits: [], capacity, searches: [] } };
  };
  await write('near.json', searched(600));
  await write('far.json', searched(400));
  const { out } = await compare('near.json', 'far.json');
  expect(out).toContain('600.00 req/s (590.00 – 610.00)');
  expect(out).toMatch(
    /far: the projection at 80 % \(≈ 650 req\/s\) is 63 %\s+above\s+the\s+measured\s+capacity/,
  );
  expect(out).not.toContain('near: the projection');
});

test('what a file name brings along is no terminal’s to obey', async () => {
  const name = '\u001b[31mred\u202e.json';
  await write(name, third);
  const { out } = await compare('one.json', name);
  expect(out.replaceAll('\n', '').search(INVISIBLE)).toBe(-1);
  expect(out).toContain('red is shown to be better');
});

describe('a mistake', () => {
  test.each<[string, string[], string]>([
    ['no file', [], 'compare: name at least two result files: tailgate compare A.json B.json'],
    ['one file', ['one.json'], 'compare: name at least two result files'],
    ['nine', Array.from({ length: 9 }, () => 'one.json'), 'takes 2 to 8 words besides its flags, but got'],
    ['a file that is not there', ['one.json', 'gone.json'], 'gone.json: there is no such file'],
    ['a folder', ['one.json', '.'], '.: is not a file'],
    [
      'the same file twice',
      ['one.json', 'one.json'],
      'one.json: is named twice: a run can only be compared with others',
    ],
    ['the same by another way', ['one.json', './one.json'], './one.json: is the same run as "one.json"'],
    [
      'a name too few',
      ['one.json', 'three.json', '--names', 'a'],
      '--names: has 1 name for 2 files: write one for each',
    ],
    [
      'a name twice',
      ['one.json', 'three.json', '--names', 'a,a'],
      '--names: calls two files "a", so they could not be told apart',
    ],
    [
      'a name that is none',
      ['one.json', 'three.json', '--names', 'a,'],
      '--names: "" is no name: write a name of 1 to 40',
    ],
    [
      'a language',
      ['one.json', 'three.json', '--language', 'de'],
      '--language: "de" is not allowed: use en or fr',
    ],
    [
      'a folder to write to',
      ['one.json', 'three.json', '--json', '.'],
      '--json: "." is a folder: name a file',
    ],
  ])('%s', async (_, words, message) => {
    const { exitCode, out, err } = await compare(...words);
    expect([exitCode, out]).toEqual([2, '']);
    expect(err).toContain(message);
  });

  test('a copy, and a link, are the same run', async () => {
    await copyFile(join(shell.folder, 'one.json'), join(shell.folder, 'copy.json'));
    await symlink('one.json', join(shell.folder, 'link.json'));
    for (const name of ['copy.json', 'link.json'])
      expect((await compare('one.json', name)).err).toContain(`${name}: is the same run as "one.json"`);
  });

  test.each<[string, () => string, string]>([
    ['no JSON', () => '# report', 'the file is no valid JSON'],
    ['cut off', () => JSON.stringify(first).slice(0, 500), 'it may be cut off'],
    [
      'JSON that is no result',
      () => '{"p99": 1}',
      'is JSON, but not a result of Tailgate (there is no "format": "tailgate/…"); compare takes results, as tailgate run --json FILE and the action write them',
    ],
    ['lines of JSON', () => '{"a":1}\n{"a":2}', 'several JSON values, one a line'],
    [
      'a newer format',
      () => JSON.stringify({ ...first, format: 'tailgate/2' }),
      'has format tailgate/2, and this Tailgate reads up to tailgate/1',
    ],
    [
      'a damaged one',
      () => JSON.stringify({ ...first, metrics: { ...first.metrics, requests: 'many' } }),
      'bad.json metrics.requests: the result is damaged',
    ],
    [
      'without a measurement',
      () => JSON.stringify({ ...first, metrics: null, verdict: 'invalid' }),
      'the result contains no measurement',
    ],
  ])('%s', async (_, text, message) => {
    await write('bad.json', text());
    const { exitCode, out, err } = await compare('one.json', 'bad.json');
    expect([exitCode, out]).toEqual([2, '']);
    expect(err).toContain(message);
  });
});
