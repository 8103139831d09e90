/** docs/causes.md lists every code, with the parameters and the meaning that the schema gives it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CAUSE_CODES, isFailure } from '../../src/evidence/result/causes.ts';
import { NOTE_CODES, REMARK_CODES } from '../../src/evidence/result/remarks.ts';
import { UNMEASURABLE } from '../../src/evidence/result/unmeasurable.ts';
import { type Schema, variantsOf } from '../evidence/sample-schema.ts';

const page = readFileSync(join(import.meta.dirname, '../../docs/causes.md'), 'utf8');

interface Row {
  readonly code: string;
  readonly parameters: readonly string[];
  readonly means: string;
  readonly todo: string;
}

const namesIn = (text: string) => [...text.matchAll(/`([\w-]+)`/g)].map(([, name]) => name as string);

/** The codes of a part of the page, by the beginning of its heading: a section each. */
function rowsOf(heading: string): Row[] {
  const [, ...sections] = partOf(heading).split(/^### /m);
  return sections.map((section) => {
    const [title = '', means = '', ...others] = section.split(/\n\n/);
    const after = (words: string) => others.find((text) => text.startsWith(words))?.slice(words.length) ?? '';
    return {
      code: namesIn(title)[0] ?? title,
      parameters: namesIn(after('Parameters: ')),
      means,
      todo: after('**What to do:** '),
    };
  });
}

function partOf(heading: string): string {
  return page.split(/^## /m).find((one) => one.startsWith(heading)) ?? '';
}

const GROUPS = {
  fails: rowsOf('Fails'),
  untrusted: rowsOf('Invalid: the measurement'),
  unmeasured: rowsOf('Invalid: nothing'),
  open: rowsOf('Inconclusive'),
  warnings: rowsOf('Warnings'),
  notes: rowsOf('Notes'),
};
const codesOf = (...rows: readonly Row[][]) => rows.flat().map(({ code }) => code);
const { fails, untrusted, unmeasured, open, warnings, notes } = GROUPS;

test('the causes are exactly those that a verdict can have', () => {
  expect(codesOf(fails, untrusted, unmeasured, open).sort()).toEqual([...CAUSE_CODES].sort());
});

test('and they stand in their groups', () => {
  const failing = CAUSE_CODES.filter((code) => isFailure({ code } as Parameters<typeof isFailure>[0]));
  expect(codesOf(fails)).toEqual(failing);
  expect(codesOf(unmeasured)).toEqual([...UNMEASURABLE]);
  const questions = variantsOf('question').map(({ title }) => title);
  expect(codesOf(open)).toEqual([...questions, 'nothing-judged']);
});

test('warnings and notes are exactly those that there are', () => {
  expect(codesOf(notes)).toEqual([...NOTE_CODES]);
  expect(codesOf(warnings)).toEqual(REMARK_CODES.filter((code) => !NOTE_CODES.includes(code)));
});

const parametersOf = ({ properties = {} }: Schema, without: string) =>
  Object.keys(properties).filter((key) => key !== without);

const listed = new Map(
  Object.values(GROUPS)
    .flat()
    .map((row) => [row.code, row]),
);
test.each(
  variantsOf('remark').map((schema) => [schema.title ?? '', schema] as const),
)('%s: parameters and meaning are those of the schema, and it says what to do', (code, schema) => {
  const row = listed.get(code);
  expect(row?.parameters).toEqual(parametersOf(schema, 'code'));
  expect(row?.means).toBe(schema.description);
  expect(row?.todo).toMatch(/\.$/);
});

test('the conditions are exactly those that can differ, with their parameters', () => {
  const rows = [...partOf('Differences of conditions').matchAll(/^\| `([\w-]+)` \| (.*) \| .+ \|$/gm)];
  expect(rows.map(([, condition, parameters = '']) => [condition, namesIn(parameters)])).toEqual(
    variantsOf('difference').map((schema) => [
      schema.properties?.condition?.const,
      parametersOf(schema, 'condition'),
    ]),
  );
});
