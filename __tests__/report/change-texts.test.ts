/** What is redacted stays readable for programs: the words that they compare are never changed. */
import { causeSchema } from '../../src/evidence/result/causes.ts';
import { remarkSchema } from '../../src/evidence/result/remarks.ts';
import { changeTexts } from '../../src/report/change-texts.ts';
import { type Schema, sample, variantsOf } from '../evidence/sample-schema.ts';

const LEAVES = { number: 1, text: 'the secret', nulls: false };
const hide = (text: string) => text.replaceAll(/\w/g, '*');

test.each(
  variantsOf('remark').map((schema) => [schema.title ?? '', schema] as const),
)('%s still fits its schema', (_, schema) => {
  const changed = changeTexts(sample(schema, LEAVES), hide);
  expect(remarkSchema.parse(changed)).toEqual(changed);
  expect(JSON.stringify(changed)).not.toContain('secret');
});

const conditions = variantsOf('difference').map(
  (schema: Schema) => [String(schema.properties?.condition?.const), schema] as const,
);

test.each(conditions)('so does a difference of %s', (_, schema) => {
  const cause = { code: 'conditions-differ', of: 'file', source: 'x', differences: [sample(schema, LEAVES)] };
  const changed = changeTexts(cause, hide);
  expect(causeSchema.parse(changed)).toEqual(changed);
  expect(JSON.stringify(changed)).not.toContain('secret');
});

test('what a word says of a part does not keep the part from being changed', () => {
  expect(changeTexts({ by: { code: 'not-ready', detail: 'a secret' }, of: ['x'] }, hide)).toEqual({
    by: { code: 'not-ready', detail: '* ******' },
    of: ['x'],
  });
});
