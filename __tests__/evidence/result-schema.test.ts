/** docs/result.schema.json: current, and true of what Tailgate writes. */
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { CAUSE_CODES } from '../../src/evidence/result/causes.ts';
import { writeResultJsonSchema } from '../../src/evidence/result/json-schema.ts';
import { REMARK_CODES } from '../../src/evidence/result/remarks.ts';
import { resultSchema } from '../../src/evidence/result/schema.ts';
import { toResult } from '../../src/report/result.ts';
import { RUNS_ALL, testPart } from '../part.ts';
import * as cases from '../report/cases.ts';
import * as liveCases from '../report/interleaved-cases.ts';
import { emptyResult } from './make-result.ts';
import { follow, RESULT_SCHEMA, type Schema, sample, variantsOf } from './sample-schema.ts';

const committed = readFileSync(new URL('../../docs/result.schema.json', import.meta.url), 'utf8');
// Strict: a keyword that the draft doesn't have, or that can't apply, is a mistake.
const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true, code: { optimize: false } });
const validate = ajv.compile(JSON.parse(committed));
const mistakesIn = (value: unknown) => (validate(value) ? [] : validate.errors);

test('the committed schema is the current one: npm run build writes it', () => {
  expect(committed).toBe(writeResultJsonSchema());
});

/** Of the whole there is every key in one that is alone, one interleaved, one in slices and one without a measurement. */
const KINDS = ['loginFailed', 'history', 'interleavedFail', 'interleavedSliced'];

testPart(Object.entries({ ...cases, ...liveCases }), ([name]) => KINDS.indexOf(name))(
  'a result fits it: %s',
  (_, report) => {
    expect(mistakesIn(JSON.parse(JSON.stringify(toResult(report))))).toEqual([]);
  },
);

test.each([
  ['a verdict that is none', { verdict: 'splendid' }],
  ['no causes', { causes: undefined }],
  ['a code that is none', { causes: [{ code: 'bad-luck' }] }],
  ['a cause without its parameters', { causes: [{ code: 'over-limit', metric: 'p99' }] }],
  ['a cause with one of another kind', { causes: [{ code: 'unaccounted', requests: 1.5 }] }],
  ['a warning without its sentence', { warnings: [{ code: 'same-commit' }] }],
  ['another format', { format: 'tailgate/2' }],
])('refused: %s', (_, change) => {
  const result = JSON.parse(JSON.stringify({ ...emptyResult(), ...change }));
  expect(mistakesIn(result)).not.toEqual([]);
});

test('every code is there, with a description', () => {
  const described = (name: string) => variantsOf(name).map(({ title, description }) => [title, description]);
  const wanted = (codes: readonly string[]) => codes.map((code) => [code, expect.stringMatching(/\.$/)]);
  expect(described('cause').sort()).toEqual(wanted([...CAUSE_CODES].sort()));
  expect(described('remark').sort()).toEqual(wanted([...REMARK_CODES, ...CAUSE_CODES].sort()));
});

const LEAVES = [
  { number: 1, text: 'x', nulls: false },
  { number: 0, text: '', nulls: true },
];

test.each(
  variantsOf('remark').map((schema, i) => [schema.title ?? '', schema, i] as const),
)('schema and reader agree on %s', (_, schema, variant) => {
  for (const leaves of LEAVES) {
    const warning: Record<string, unknown> = { ...(sample(schema, leaves) as object), says: 'x' };
    const warnings = [warning];
    expect(resultSchema.parse({ ...emptyResult(), warnings })).toEqual({ ...emptyResult(), warnings });
    expect(mistakesIn({ ...emptyResult(), warnings })).toEqual([]);
    // Whether a key may be missing doesn't hang on what the others hold, and most keys are in many variants.
    const keys = Object.keys(schema.properties ?? {});
    const turn = (_: string, i: number) => leaves === LEAVES[0] && (i + variant) % 3 === 0;
    for (const key of RUNS_ALL ? keys : keys.filter(turn)) {
      const { [key]: _, ...without } = warning;
      // What is about a stage says which; what is about the whole has no such key.
      const isOptional = !(schema.required ?? []).includes(key);
      expect(resultSchema.safeParse({ ...emptyResult(), warnings: [without] }).success).toBe(isOptional);
      expect(mistakesIn({ ...emptyResult(), warnings: [without] })?.length === 0).toBe(isOptional);
    }
  }
});

/** Keys whose names say all there is to say. */
const PLAIN = /^(format|verdict|tool|machine|title|date|of|method|code|condition)$/;

test('at the top, what a name does not say is described', () => {
  const bare = Object.entries(RESULT_SCHEMA.properties ?? {}).filter(
    ([key, schema]) => !PLAIN.test(key) && !descriptionOf(schema),
  );
  expect(bare.map(([key]) => key)).toEqual([]);
});

function descriptionOf(schema: Schema): string | undefined {
  return schema.description ?? follow(schema.anyOf?.[0] ?? schema).description;
}
