/** What becomes of the verdict where its report can't be shown. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCliWorld } from '../../src/cli/world.ts';
import type { Remark } from '../../src/evidence/result/remarks.ts';
import type { Report } from '../../src/report/report.ts';
import { slow } from '../report/cases.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tailgate-publish-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function publish(
  report: Report,
  {
    jsonFile = join(folder, 'result.json'),
    htmlFile = null as string | null,
    distFolder = join(import.meta.dirname, '../../dist'),
    widthOfTables = () => 100,
  } = {},
) {
  let width = () => 100;
  const said = { out: '', err: '' };
  const terminal = {
    folder,
    env: {},
    out: (text: string) => {
      said.out += text;
    },
    err: (text: string) => {
      said.err += text;
    },
    redraws: false,
    colour: false,
    get width() {
      return width();
    },
    distFolder,
    signal: new AbortController().signal,
  };
  const world = createCliWorld(report.plan, terminal, {
    flags: {},
    history: null,
    places: {
      json: jsonFile,
      markdown: null,
      html: htmlFile,
      junit: null,
      prometheus: null,
      onOutput: false,
    },
  });
  width = widthOfTables;
  await world.publish(report);
  await world.close();
  return said;
}

test('where all is well, everything is told', async () => {
  const { out, err } = await publish(slow);
  expect(out).toContain('FAIL');
  expect(err.trim()).toBe('');
  expect(JSON.parse(await readFile(join(folder, 'result.json'), 'utf8')).verdict).toBe('fail');
});

test('the page is written where it was asked for', async () => {
  const htmlFile = join(folder, 'report.html');
  const { err } = await publish(slow, { htmlFile });
  expect(err.trim()).toBe('');
  expect(await readFile(htmlFile, 'utf8')).toMatch(/^<!doctype html>/);
});

test('a page that cannot be made is told, and leaves the tables and the result file', async () => {
  const htmlFile = join(folder, 'report.html');
  const { out, err } = await publish(slow, { htmlFile, distFolder: folder });
  expect(out).toContain('FAIL');
  expect(err).toContain(`tailgate: ${htmlFile} could not be written: ENOENT`);
  expect(JSON.parse(await readFile(join(folder, 'result.json'), 'utf8')).verdict).toBe('fail');
});

test('tables that cannot be rendered leave the result file', async () => {
  const widthOfTables = () => {
    throw new TypeError('no width');
  };
  const { out, err } = await publish(slow, { widthOfTables });
  expect(out).toBe('');
  expect(err).toContain('tailgate: The tables could not be written: no width\n');
  expect(JSON.parse(await readFile(join(folder, 'result.json'), 'utf8')).verdict).toBe('fail');
});

test('a report whose secrets cannot be taken out is not told, and is no pass', async () => {
  const warnings: readonly Remark[] = [
    {
      code: 'record-skipped',
      get detail(): string {
        throw new SyntaxError('Invalid regular expression: /a-secret/');
      },
    },
  ];
  await expect(publish({ ...slow, verdict: { ...slow.verdict, warnings } })).rejects.toThrow(
    /^the secrets could not be removed from the report, so nothing of it is shown$/,
  );
  await expect(readFile(join(folder, 'result.json'))).rejects.toThrow('ENOENT');
});

test('a file that cannot be written leaves the tables', async () => {
  const { out, err } = await publish(slow, { jsonFile: join(folder, 'no', '\0', 'result.json') });
  expect(out).toContain('FAIL');
  expect(err).toContain('could not be written');
});
