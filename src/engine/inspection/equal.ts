import { partsIn } from './pointer.ts';

/** Telling how a value is written in the response. It costs a pass over the text, and few comparisons need it. */
type SourceOf = () => string;

/**
 * Whether a value of a response is the one that is expected. Numbers are equal by their worth, and where they were
 * written with more digits than a double holds, by these: the expected one is then a bigint, or the digits as a text.
 */
export function isEqual(found: unknown, expected: unknown, source: SourceOf): boolean {
  if (typeof found === 'number' && !(Number.isFinite(found) && Math.abs(found) <= Number.MAX_SAFE_INTEGER)) {
    if (typeof expected === 'bigint' || typeof expected === 'string')
      return digitsOf(source()) === digitsOf(String(expected));
  }
  if (typeof expected === 'bigint') return found === Number(expected);
  if (typeof found !== 'object' || found === null) return found === expected;
  if (typeof expected !== 'object' || expected === null) return false;
  const sourceOf = partSources(source);
  if (Array.isArray(found) || Array.isArray(expected)) {
    return (
      Array.isArray(found) &&
      Array.isArray(expected) &&
      found.length === expected.length &&
      // No deeper than what is expected: that is the user's, while a response may be nested as deeply as it likes.
      expected.every((one, i) => isEqual(found[i], one, sourceOf(String(i))))
    );
  }
  const names = Object.keys(expected);
  return (
    Object.keys(found).length === names.length &&
    names.every(
      (name) =>
        Object.hasOwn(found, name) &&
        isEqual(
          (found as Record<string, unknown>)[name],
          (expected as Record<string, unknown>)[name],
          sourceOf(name),
        ),
    )
  );
}

/** Whether one of them is. */
export function hasEqual(found: readonly unknown[], expected: unknown, source: SourceOf): boolean {
  const sourceOf = partSources(source);
  return found.some((one, i) => isEqual(one, expected, sourceOf(String(i))));
}

/** Of what a list or an object holds, by index or name: its text is taken apart once for all of it, if at all. */
function partSources(source: SourceOf): (name: string) => SourceOf {
  let parts: ReadonlyMap<string, string> | null = null;
  return (name) => () => {
    parts ??= partsIn(source());
    return parts.get(name) ?? '';
  };
}

/** A decimal number without what says nothing: 1.20e3, 1200.0 and 1200 are `12e2`. Other texts are as they are. */
function digitsOf(source: string): string {
  const [, sign, whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(source.trim()) ?? [];
  if (sign === undefined) return source;
  const digits = `${whole}${fraction}`.replace(/^0+/, '');
  const length = lengthWithoutZeros(digits);
  if (length === 0) return '0e0';
  return `${sign}${digits.slice(0, length)}e${Number(exponent) - fraction.length + digits.length - length}`;
}

/** A pattern would begin anew at each zero. */
function lengthWithoutZeros(digits: string): number {
  let length = digits.length;
  while (digits.charCodeAt(length - 1) === 0x30) length--;
  return length;
}
