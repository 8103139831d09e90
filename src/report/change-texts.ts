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
  'unit',
  'trouble',
  'probe',
  'of',
  'what',
]);

/** Keys that have such a word in some objects only. */
function isComparedIn(object: object, key: string): boolean {
  switch (key) {
    case 'before':
    case 'now':
      return 'condition' in object && ['model', 'arrivals', 'search'].includes(String(object.condition));
    case 'end':
      // Of a search for the breaking point.
      return 'restSeconds' in object || 'broke' in object;
    case 'phase':
      return 'cut' in object;
    case 'by':
      // Of somebody on the path, or of a cap; elsewhere it is a person.
      return 'retryAfterSeconds' in object || 'wantedMore' in object;
    case 'command':
    case 'how':
      // Of a fault on purpose, and of a shard.
      return 'exitCode' in object || 'shard' in object;
    default:
      return false;
  }
}

/** The same data with every text in it changed, such as redacted, but for words that programs compare. */
export function changeTexts<T>(value: T, change: (text: string) => string): T;
export function changeTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((one) => changeTexts(one, change));
  if (typeof value !== 'object' || value === null) return value;
  const keeps = (key: string, one: unknown): boolean =>
    isWord(one) && (COMPARED.has(key) || isComparedIn(value, key));
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key, keeps(key, one) ? one : changeTexts(one, change)]),
  );
}

function isWord(value: unknown): boolean {
  return typeof value === 'string' || (Array.isArray(value) && value.every((one) => typeof one === 'string'));
}
