/** Words that programs compare, by their keys: whatever changes texts leaves these as they are. */
const COMPARED: ReadonlySet<string> = new Set([
  'code',
  'metric',
  'side',
  'against',
  'bound',
  'condition',
  'missing',
  'without',
  'model',
  'kind',
  'basis',
  'finding',
  'state',
]);

/** The same data with every text in it changed, such as redacted, but for words that programs compare. */
export function changeTexts<T>(value: T, change: (text: string) => string): T;
export function changeTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((one) => changeTexts(one, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key, COMPARED.has(key) ? one : changeTexts(one, change)]),
  );
}
