/** A field that a service complains of, as the response names it. */
interface ComplainedField {
  readonly field: string;
  /** What it says of it; '' where nothing. */
  readonly says: string;
}

const MOST = 12;
const DEEPEST = 8;
/** Longer names and texts are no fields. */
const LONGEST_NAME = 80;
const SHOWN = 160;

/** Members by which error formats name the field, and what is said of it. */
const NAMES = [
  'field',
  'param',
  'property',
  'propertyName',
  'name',
  'path',
  'loc',
  'pointer',
  'attribute',
  'source',
  'key',
];
const SAYS = [
  'msg',
  'message',
  'detail',
  'reason',
  'defaultMessage',
  'error',
  'title',
  'description',
  'code',
];
/** Members that hold nothing but fields and what is said of them. */
const FIELDS = [
  'errors',
  'fields',
  'field_errors',
  'fieldErrors',
  'validation_errors',
  'validationErrors',
  'details',
  'detail',
  'invalid-params',
  'invalid_params',
  'issues',
  'violations',
  'message',
];
/** Where a field is, rather than its name: the first parts of FastAPI's `loc` and JSON:API's pointers. */
const PLACES = ['body', 'query', 'path', 'header', 'data', 'attributes'];

/** Sentences that name a field, in the words of validators of many languages. */
const SENTENCES: readonly RegExp[] = [
  /required propert(?:y|ies)(?: named)?:? ["'`]([\w.-]+)["'`]/i,
  /["'`]([\w.[\]-]+)["'`] (?:is required|is missing|is a required|can(?:'|no)t be (?:blank|empty|null)|must not be (?:blank|empty|null)|should not be empty)/i,
  /missing (?:the )?(?:required )?(?:field|parameter|property|key|argument|value)s?:? ["'`]?([\w.-]+)["'`]?/i,
  /validation for ['"`]([\w.-]+)['"`] failed/i,
  /^(?:the )?([\w.-]+)(?: field)? (?:is required|is missing|can(?:'|no)t be (?:blank|empty|null)|must not be (?:blank|empty|null)|should not be (?:blank|empty|null))/i,
];

/**
 * The fields that an error's body names: RFC 9457 with its parameters, JSON:API, FastAPI, Spring, Rails, Django,
 * Laravel, ASP.NET, ajv, zod and whatever is made like these.
 */
export function complainedFields(body: string): readonly ComplainedField[] {
  const found = new Map<string, string>();
  const add = (field: string, says: string) => {
    if (field === '' || field.length > LONGEST_NAME || found.size >= MOST || found.has(field)) return;
    found.set(field, says.slice(0, SHOWN));
  };
  let document: unknown;
  try {
    document = JSON.parse(body);
  } catch {
    readSentence(body.slice(0, 4000), add);
    return listed(found);
  }
  read(document, add, 0, true);
  return listed(found);
}

type Add = (field: string, says: string) => void;

function listed(found: ReadonlyMap<string, string>): readonly ComplainedField[] {
  return [...found].map(([field, says]) => ({ field, says }));
}

/** @param isFields whether the members of an object here are fields, and their values what is said of them */
function read(value: unknown, add: Add, depth: number, isFields: boolean): void {
  if (depth > DEEPEST) return;
  if (typeof value === 'string') return readSentence(value, add);
  if (Array.isArray(value)) {
    for (const item of value.slice(0, 100)) read(item, add, depth + 1, false);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  const members = value as Record<string, unknown>;
  const field = NAMES.map((name) => nameOf(members[name])).find((name) => name !== '') ?? '';
  const says = SAYS.map((name) => members[name]).find((text) => typeof text === 'string');
  if (field !== '' && says !== undefined) return add(field, says as string);
  for (const [name, own] of Object.entries(members).slice(0, 200)) {
    const isList = Array.isArray(own) && own.length > 0 && own.every((item) => typeof item === 'string');
    if (isFields && isList && !FIELDS.includes(name) && !SAYS.includes(name)) add(name, String(own[0]));
    else if (isFields && depth > 0 && typeof own === 'string' && !SAYS.includes(name)) add(name, own);
    else read(own, add, depth + 1, FIELDS.includes(name));
  }
}

/** `amount`, `/data/attributes/amount`, `["body", "amount"]`, `{ pointer: … }` and `$.amount` are one. */
function nameOf(value: unknown): string {
  if (Array.isArray(value)) {
    const parts = value.filter((part) => typeof part === 'string' || typeof part === 'number').map(String);
    return withoutPlace(parts);
  }
  if (typeof value === 'object' && value !== null) return nameOf((value as Record<string, unknown>).pointer);
  if (typeof value !== 'string' || /\s/.test(value)) return '';
  return withoutPlace(
    value
      .replace(/^[$#]\.?/, '')
      .split(/[/.]/)
      .filter((part) => part !== ''),
  );
}

function withoutPlace(parts: readonly string[]): string {
  const at = parts.findIndex((part) => !PLACES.includes(part));
  return at < 0 ? '' : parts.slice(at).join('.');
}

function readSentence(text: string, add: Add): void {
  for (const line of text.slice(0, 4000).split(/[\n;]|, (?=body|["'`])/)) {
    const name = SENTENCES.map((sentence) => sentence.exec(line.trim())?.[1]).find(Boolean);
    if (name !== undefined) add(name, line.trim());
  }
}
