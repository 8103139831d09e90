/** Numbers as people write them in reports: with a decimal comma or point, with or without thousands grouped. */

export type DecimalMark = '.' | ',';

interface ReadNumber {
  readonly value: number;
  /** Digits after the decimal mark: how precise the writer was. */
  readonly decimals: number;
  /** Characters that were read. */
  readonly length: number;
}

const GROUPED = /^(\d{1,3}(?:([,.'’ \u00a0\u2009\u202f_])\d{3})(?:\2\d{3})*)(?:([.,])(\d+))?(?!\d)/u;
const PLAIN = /^(\d+)(?:([.,])(\d+))?/u;

/**
 * Reads the number at the start of the text; null where there is none.
 *
 * One mark followed by exactly three digits (`37,292`, `37.292`) can group thousands or begin a fraction. A count has
 * no fraction, so it groups. A figure follows the mark that the numbers around it use; where they tell nothing, a comma
 * groups and a point begins a fraction, as in English.
 */
export function readNumber(
  text: string,
  as: 'count' | 'figure',
  mark: DecimalMark | null,
): ReadNumber | null {
  const grouped = GROUPED.exec(text);
  if (grouped && isGrouping(grouped, as, mark)) {
    const fraction = grouped[4] ?? '';
    const whole = (grouped[1] as string).replace(/\D/gu, '');
    return { value: Number(`${whole}.${fraction}0`), decimals: fraction.length, length: grouped[0].length };
  }
  const plain = PLAIN.exec(text);
  if (!plain) return null;
  const fraction = plain[3] ?? '';
  return { value: Number(`${plain[1]}.${fraction}0`), decimals: fraction.length, length: plain[0].length };
}

/** The decimal mark that numbers with an unmistakable one use; null where there is none or they disagree. */
export function decimalMarkOf(texts: readonly string[]): DecimalMark | null {
  const marks = new Set<DecimalMark>();
  for (const text of texts) {
    for (const [number] of text.matchAll(/\d[\d.,]*\d/gu)) {
      const at = Math.max(number.lastIndexOf('.'), number.lastIndexOf(','));
      const mark = number[at] as DecimalMark;
      const before = number.slice(0, Math.max(at, 0));
      // The last of two kinds ends the grouping; a lone mark with other than three digits after it groups nothing.
      const both = before.includes(mark === '.' ? ',' : '.') && !before.includes(mark);
      if (at >= 0 && (both || (!/[.,]/u.test(before) && number.length - at !== 4))) marks.add(mark);
    }
  }
  return marks.size === 1 ? ([...marks][0] ?? null) : null;
}

function isGrouping(match: RegExpExecArray, as: 'count' | 'figure', mark: DecimalMark | null): boolean {
  const [, digits = '', separator = '', fractionMark] = match;
  if (fractionMark !== undefined) return fractionMark !== separator;
  const single = digits.split(separator).length === 2;
  if (!single || (separator !== ',' && separator !== '.')) return true;
  if (digits.startsWith('0')) return false;
  if (as === 'count') return true;
  return mark === null ? separator === ',' : separator !== mark;
}
