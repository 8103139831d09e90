/** The action in every example: one placeholder that nobody can take, and a script that sets it everywhere. */
import { execFileSync } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeStarter } from '../../src/config/starter.ts';
import { ACTION_REFERENCE } from '../action-reference.ts';
import { testPart } from '../part.ts';

const root = join(import.meta.dirname, '../..');
const SOURCE = 'src/config/start/write-workflow.ts';
const DOCS = 'src/report/docs-url.ts';
const PLACES = ['README.md', 'docs', 'examples', SOURCE, DOCS];

/** Paths of pages and examples, below the folder. */
async function listPages(folder: string): Promise<string[]> {
  const listed = await Promise.all(
    ['docs', 'examples'].map(async (top) => {
      const names = await readdir(join(folder, top), { recursive: true });
      return names.map((name) => join(top, name));
    }),
  );
  return ['README.md', ...listed.flat().filter((name) => /\.(?:md|ya?ml)$/.test(name))];
}

/** As `uses:` of a step has it, with the rest of the line. */
async function referencesIn(folder: string): Promise<string[]> {
  const pages = await listPages(folder);
  const texts = await Promise.all(pages.map((name) => readFile(join(folder, name), 'utf8')));
  const starter = writeStarter('shop').map(({ text }) => text);
  return [...texts, ...starter].flatMap((text) =>
    [...text.matchAll(/^ *(?:- )?uses: (\S+)/gm)].map(([, reference = '']) => reference),
  );
}

test('it is at a commit, and the same wherever it is not GitHub’s own action', async () => {
  const references = await referencesIn(root);
  const own = references.filter((reference) => !reference.startsWith('actions/'));
  expect(own.length).toBeGreaterThan(25);
  expect(new Set(own)).toEqual(new Set([ACTION_REFERENCE]));
  expect(ACTION_REFERENCE).toMatch(/^[\w.-]+\/[\w.-]+@[0-9a-f]{40}$/);
});

test('no page clones or installs by a name that somebody else may come to own', async () => {
  const pages = await listPages(root);
  const texts = await Promise.all(pages.map((name) => readFile(join(root, name), 'utf8')));
  expect(
    texts.join('\n').match(/git clone\b.*tailgate\/tailgate.*|\bnp(?:x|m install)(?: -\S+)* tailgate\b.*/g),
  ).toBeNull();
});

test('a report page links to no repository as long as none is set', async () => {
  const isSet = !/@0{40}$/.test(ACTION_REFERENCE);
  expect(await readFile(join(root, DOCS), 'utf8')).toMatch(isSet ? /= \s*'https:/ : /= null;/);
});

describe('scripts/set-uses.mjs', () => {
  const set = (folder: string, reference: string) =>
    execFileSync(process.execPath, ['scripts/set-uses.mjs', reference, folder], {
      cwd: root,
      encoding: 'utf8',
      stdio: 'pipe',
    });
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tailgate-uses-'));
    for (const place of PLACES) {
      await cp(join(root, place), join(folder, place), {
        recursive: true,
        filter: (name) => !/\.(?:html|png|gif|pdf)$/.test(name),
      });
    }
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  test('sets every one of them, and what init writes, as often as it is run', async () => {
    for (const reference of [`acme/gate@${'a'.repeat(40)}`, `other.org/gate_2@${'b'.repeat(40)}`]) {
      const said = set(folder, reference);
      expect(said).toContain('wrote README.md\n');
      expect(await readFile(join(folder, SOURCE), 'utf8')).toContain(`const PLACEHOLDER = '${reference}';`);
      const url = `https://github.com/${reference.replace('@', '/blob/')}/docs`;
      expect(await readFile(join(folder, DOCS), 'utf8')).toMatch(
        new RegExp(`DOCS_URL: string \\| null =\\s+'${url.replaceAll('.', '\\.')}';`),
      );
      expect(said).toContain(`wrote ${DOCS}; now build: npm run build`);
      const texts = await Promise.all(
        (await listPages(folder)).map((name) => readFile(join(folder, name), 'utf8')),
      );
      const all = texts.join('\n');
      expect(all).not.toContain(ACTION_REFERENCE);
      expect(all.split(`uses: ${reference}`).length).toBeGreaterThan(25);
    }
    // It was written before the second time: nothing of the first one is left.
    expect(await readFile(join(folder, 'README.md'), 'utf8')).not.toContain('acme/gate');
  });

  testPart<[reference: string]>([['acme/gate@v1'], ['acme/gate'], [`acme@${'a'.repeat(40)}`], ['']])(
    '%j is none, and nothing is written',
    async (reference) => {
      expect(() => set(folder, reference)).toThrow(/OWNER\/REPO@SHA/);
      expect(await readFile(join(folder, 'README.md'), 'utf8')).toContain(ACTION_REFERENCE);
    },
  );
});
