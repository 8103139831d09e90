const METHOD = 'GET|HEAD|POST|PUT|PATCH|DELETE';
/** Whether the text names a method at all. */
export const METHOD_NAMED = new RegExp(`(?<![\\p{L}])(?:${METHOD})(?![\\p{L}])`, 'u');
/** An estimate, a range or a bound is no share. */
const UNSURE =
  /[~≈<>≤≥]|\d\s?(?:-|–|to|à|\.\.)\s?\d+(?:[.,]\d+)?\s?%|(?<![\p{L}])(?:approx|about|around|ca|environ|env|roughly)(?![\p{L}])/iu;
const PERCENT = '(\\d{1,3}(?:[.,]\\d{1,3})?)\\s?%';

/** Shares of the methods in `80% GET / 20% POST`, `GET 80 %, POST 20 %`, `80/20 GET/POST` or `GET only`; else null. */
export function methodsIn(text: string): Record<string, number> | null {
  if (UNSURE.test(text)) return null;
  return (
    shares([...text.matchAll(new RegExp(`${PERCENT}\\s?(?:de |of )?(${METHOD})(?![\\p{L}])`, 'gu'))], 2, 1) ??
    shares([...text.matchAll(new RegExp(`(?<![\\p{L}])(${METHOD})\\s?[:=]?\\s?${PERCENT}`, 'gu'))], 1, 2) ??
    ratio(text) ??
    only(text)
  );
}

function shares(
  matches: readonly RegExpExecArray[],
  method: number,
  share: number,
): Record<string, number> | null {
  return wholeOf(
    matches.map((match) => [match[method] as string, Number((match[share] as string).replace(',', '.'))]),
  );
}

function ratio(text: string): Record<string, number> | null {
  const match = new RegExp(
    `(?<!\\d)(\\d{1,2})\\s?/\\s?(\\d{1,2})\\s\\(?(${METHOD})\\s?/\\s?(${METHOD})`,
    'u',
  ).exec(text);
  return match
    ? wholeOf([
        [match[3] as string, Number(match[1])],
        [match[4] as string, Number(match[2])],
      ])
    : null;
}

function only(text: string): Record<string, number> | null {
  const match = new RegExp(`(?<![\\p{L}])(${METHOD})\\s(?:only|uniquement|seulement)(?![\\p{L}])`, 'u').exec(
    text,
  );
  return match ? { [match[1] as string]: 1 } : null;
}

/** Shares that don't add up to the whole say less than nothing. */
function wholeOf(
  entries: readonly (readonly [method: string, percent: number])[],
): Record<string, number> | null {
  const sum = entries.reduce((total, [, percent]) => total + percent, 0);
  const distinct = new Set(entries.map(([method]) => method)).size === entries.length;
  if (!distinct || Math.abs(sum - 100) > 1) return null;
  return Object.fromEntries(entries.map(([method, percent]) => [method, percent / 100]));
}
