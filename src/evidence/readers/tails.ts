/** What stands behind a value: whether it leaves the value what it is. */
import { fold } from './fold.ts';

/** Of what kind the value is: what would be a second one of it. */
export type TailOf = 'latency' | 'rate' | 'count' | 'share' | 'condition';

/** Words and signs that make a value an estimate, a part, a multiple or one end of a range. */
const ALTERING =
  /(?:^|[^a-z])(?:thousands?|milliers?|mille|millions?|milliards?|billions?|hundreds?|dozens?|per|par|each|chacune?s?|times|fois|approx|approximate(?:ly)?|about|around|circa|ca|environ|env|estimate[ds]?|estimation|estimee?s?|est\.|roughly|assumed|guessed|projected|extrapolated|planned|ramp(?:ed|ing|s|-up)?|up to|jusqu'?a|at least|at most|au moins|au plus|or more|or less|peak|pic|then|puis|until)(?![a-z])|[\u00d7~\u2248\u2192]|->|(?:^|[^a-z])x\s?\d/u;
/** Between two values that are one range, or two alternatives. A minus before a number is a difference: `(-3 %)`. */
const SECOND =
  /^(?:to|a|until|or|ou|and|et|then|puis|vs\.?|\/|\||-\s|[\u2013\u2014]|\.\.+|\u2026)\s?[<>~\u2248]?\s?\d/u;
/** What alone in brackets says what the value is, and leaves open which of two things. */
const ALONE = /^(?:max|min|maximum|minimum|k|m|mio)\.?$/u;
const NUMBER = '[<>~\\u2248]?\\s?\\d[\\d., ]*';
const TIME = '(?:[nu\\u00b5\\u03bcm]?s|[a-z]*sec(?:onde?s?)?s?|min(?:ute)?s?)';
/** A lone value of the same kind. */
const ANOTHER: Readonly<Record<TailOf, RegExp>> = {
  latency: new RegExp(`^${NUMBER}(?:\\s?${TIME})?$`, 'u'),
  rate: new RegExp(`^${NUMBER}(?:(?:\\s?(?:req\\w*|r))?\\s?(?:/|per |par )\\s?s\\w*|\\s?[rt]ps)?$`, 'u'),
  count: new RegExp(`^${NUMBER}(?:\\s?req\\w*)?$`, 'u'),
  share: new RegExp(`^${NUMBER}(?:\\s?[%\\u2030])?$`, 'u'),
  condition: new RegExp(`^${NUMBER}(?:\\s?(?:${TIME}|conn\\w*))?$`, 'u'),
};
const RANGE = /\d\s?(?:-|\u2013|\.\.+|\u2026|to|a)\s?\d/u;
/** A second number that counts something else. */
const OTHER_NOUN =
  /^\d+\s?(?:threads?|workers?|fils?|process(?:es|us)?|machines?|hosts?|cores?|coeurs?|v?cpus?)(?![a-z])/u;
const BRACKET = /^(?:\(([^()]*)\)|\[([^[\]]*)\])\s*/u;
const DEVIATION = /^(?:\u00b1|\+\/-)\s?\d[\d.,]*\s?(?:%|[a-z\u00b5\u03bc]+)?(?:\s|$)/u;
const WORDS = /^(?:en|in|over|sur|pendant|during|measured|mesuree?s?|totales?|total|overall)(?![a-z])/u;

/**
 * Whether the text behind a value is a remark: in brackets, behind a comma or a dash, a span of time, a deviation. What
 * may be a second value, a range or an estimate is none.
 */
export function isRemark(tail: string, of: TailOf): boolean {
  // Another line is as good as another clause.
  let rest = fold(tail.replace(/\s*[\n\v]\s*/gu, ', '));
  for (;;) {
    // Marks of footnotes, and a full stop.
    rest = rest.replace(/^(?:\[\^[^\]]*\]|[*\u2020\u2021])\s*/u, '');
    if (/^[.,;:!]?$/u.test(rest)) return true;
    const bracket = BRACKET.exec(rest);
    const deviation = DEVIATION.exec(rest);
    if (bracket) {
      if (!isAside((bracket[1] ?? bracket[2] ?? '').trim(), of)) return false;
      rest = rest.slice(bracket[0].length);
    } else if (deviation) {
      rest = rest.slice(deviation[0].length);
    } else {
      // An arrow up or down tells of a change.
      if (/^[\u2191\u2193\u25b2\u25bc\u2197\u2198]/u.test(rest)) return true;
      const aside = /^(?:[-\u2013\u2014](?=\s)|[,;:])\s*(.*)$/u.exec(rest)?.[1];
      if (aside !== undefined)
        return OTHER_NOUN.test(aside) || (!/^[<>~\u2248+]?\s?\d/u.test(aside) && isAside(aside, of));
      return WORDS.test(rest) && !ALTERING.test(rest);
    }
  }
}

function isAside(text: string, of: TailOf): boolean {
  if (ALTERING.test(text) || SECOND.test(text) || ALONE.test(text) || ANOTHER[of].test(text)) return false;
  return of !== 'condition' || !RANGE.test(text);
}
