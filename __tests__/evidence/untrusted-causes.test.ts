/** Causes and remarks in result files that an attacker wrote: of each kind exactly its own keys are taken. */
import { CAUSE_CODES } from '../../src/evidence/result/causes.ts';
import { Unpublishable } from '../../src/evidence/unpublishable.ts';
import { readUntrustedResult } from '../../src/evidence/untrusted-result.ts';
import { emptyResult } from './make-result.ts';
import { sample, variantsOf } from './sample-schema.ts';

const FULL = { number: 1, text: 'x', nulls: false };
const comparison = () => sample({ $ref: '#/$defs/comparison' }, FULL) as object;

function refusalOf(json: unknown): Unpublishable {
  try {
    readUntrustedResult(JSON.stringify(json));
  } catch (error) {
    if (error instanceof Unpublishable) return error;
    throw error;
  }
  throw new Error('not refused');
}

/** Each object in a value, by its path. */
function objectsIn(value: unknown, path = ''): [path: string, object: Record<string, unknown>][] {
  if (typeof value !== 'object' || value === null) return [];
  const inner = Object.entries(value).flatMap(([key, one]) =>
    objectsIn(one, path === '' ? key : `${path}.${key}`),
  );
  return Array.isArray(value) ? inner : [[path, value as Record<string, unknown>], ...inner];
}

test.each(
  variantsOf('remark').map((schema) => [schema.title ?? '', schema] as const),
)('%s is taken as it is, and nowhere in it a key that it doesn’t have', (code, schema) => {
  const asCause = () => ({ ...emptyResult(), causes: [sample(schema, FULL)] });
  const places = [
    ...(CAUSE_CODES.some((one) => one === code) ? [asCause] : []),
    () => ({ ...emptyResult(), warnings: [{ ...(sample(schema, FULL) as object), says: 'x' }] }),
    () => ({ ...emptyResult(), comparisons: [{ ...comparison(), notes: [sample(schema, FULL)] }] }),
  ];
  for (const make of places) {
    expect(readUntrustedResult(JSON.stringify(make()))).toEqual(make());
    const paths = objectsIn(make()).map(([path]) => path);
    const inCause = paths.filter((path) => /^(causes|warnings|comparisons)\./.test(path));
    expect(inCause.length).toBeGreaterThan(0);
    for (const path of inCause) {
      const result = make();
      Object.assign(new Map(objectsIn(result)).get(path) ?? {}, { html: '<b>' });
      const { message, detail } = refusalOf(result);
      expect(message).toContain('keys that result files don’t have');
      expect(detail).toBe(`${path}.html`);
    }
  }
});

test('the deepest that a result can be is taken', () => {
  const mix = { condition: 'mix', parts: [{ name: 'x', before: 0, now: 1 }], more: 0 };
  const refused = { code: 'conditions-differ', of: 'file', source: 'x', differences: [mix] };
  const note = { code: 'stored-not-compared', because: { code: 'nothing-judged', because: refused } };
  const result = { ...emptyResult(), comparisons: [{ ...comparison(), notes: [note] }] };
  expect(readUntrustedResult(JSON.stringify(result))).toEqual(result);
});
