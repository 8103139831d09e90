/** A result file that somebody else wrote: held to more than the schema, for it is shown under our name. */
import { ENDPOINT_METRICS, METRIC_NAMES } from '../config/metrics.ts';
import { type Result, resultSchema } from './result/schema.ts';
import { Unpublishable } from './unpublishable.ts';

/** Version of the format that is read here. */
const VERSION = 1;

const MOST_ENDPOINTS = 2000;
/** Lists that hold up to a row a metric for each request and for the whole. */
const MOST_ROWS = ENDPOINT_METRICS.length * MOST_ENDPOINTS + METRIC_NAMES.length;
const LISTS_OF_ROWS = ['comparisons', 'gates', 'scopes', 'beyond', 'detectable', 'thin'];
/** What a row can have two of, one of its limit and one of its regression. */
const LISTS_ABOUT_ROWS = ['causes', 'warnings'];

/** How deep a result goes: the parts of a mix, in what kept the only comparison from being made, on a row. */
const DEEPEST = 12;
const LONGEST_TEXT = 4000;
const LONGEST_HISTOGRAM = 256 * 1024;
/** No figure of a measurement is as large, in whatever unit; larger ones would only break the tables. */
const LARGEST = 1e12;

/** Parses the text of a result. Throws Unpublishable; what its `detail` says quotes the file. */
export function readUntrustedResult(text: string): Result {
  const json = parse(text);
  checkFormat(json);
  // Before the schema, which would list every one of a million mistakes.
  checkSizes(json);
  const read = resultSchema.safeParse(json);
  if (!read.success) {
    const [issue] = read.error.issues;
    throw refuse(
      'it does not fit the format of result files',
      `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`,
    );
  }
  const unknown = findUnknownKey(json, read.data);
  if (unknown !== null) throw refuse('it holds keys that result files don’t have', unknown);
  return read.data;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw refuse('it is no valid JSON', (error as Error).message);
  }
}

function checkFormat(json: unknown): void {
  const { format } = Object(json) as { format?: unknown };
  const version = /^tailgate\/(\d{1,6})$/.exec(typeof format === 'string' ? format : '')?.[1];
  if (version === undefined) throw refuse('it has no "format": "tailgate/…"');
  if (Number(version) <= VERSION) return;
  throw new Unpublishable(
    'newer-format',
    `The result has format tailgate/${version}, and this Tailgate reads up to tailgate/${VERSION}. ` +
      'Let the publishing workflow use the version that the measuring one uses, or a newer one.',
  );
}

interface Place {
  readonly value: unknown;
  readonly key: string;
  readonly path: string;
  readonly depth: number;
}

/** Without recursion: how deep the file goes is the file's choice. */
function checkSizes(json: unknown): void {
  const open: Place[] = [{ value: json, key: '', path: '', depth: 0 }];
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    const { value, path, depth } = place;
    const mistake = mistakeOf(place);
    if (mistake !== null) throw refuse(mistake, path);
    if (typeof value !== 'object' || value === null) continue;
    // The elements of a list stand for the list: `comparisons.17` is no key of its own.
    const inList = Array.isArray(value);
    for (const [key, inner] of Object.entries(value)) {
      open.push({
        value: inner,
        key: inList ? place.key : key,
        path: path === '' ? key : `${path}.${key}`,
        depth: depth + 1,
      });
    }
  }
}

function mistakeOf({ value, key, path, depth }: Place): string | null {
  if (depth > DEEPEST) return 'it is nested too deeply';
  if (typeof value === 'number' && !(Math.abs(value) <= LARGEST)) return 'a figure is out of range';
  if (typeof value === 'string') {
    const most = path.includes('.histograms.') ? LONGEST_HISTOGRAM : LONGEST_TEXT;
    return value.length > most ? `a text has more than ${most} characters` : null;
  }
  if (typeof value !== 'object' || value === null) return null;
  const most = mostOf(key);
  const count = Array.isArray(value) ? value.length : Object.keys(value).length;
  return count > most ? `a list has more than ${most} parts` : null;
}

/** Parts of the list, or keys of the object, of that name. */
function mostOf(key: string): number {
  if (LISTS_ABOUT_ROWS.includes(key)) return 2 * MOST_ROWS;
  return LISTS_OF_ROWS.includes(key) ? MOST_ROWS : MOST_ENDPOINTS;
}

/**
 * The schema drops what it does not know; what it dropped is what should not have been there. Null where nothing was.
 */
function findUnknownKey(json: unknown, known: unknown, path = ''): string | null {
  if (typeof json !== 'object' || json === null) return null;
  for (const [key, value] of Object.entries(json)) {
    const here = path === '' ? key : `${path}.${key}`;
    if (typeof known !== 'object' || known === null || !Object.hasOwn(known, key)) return here;
    const inner = findUnknownKey(value, (known as Record<string, unknown>)[key], here);
    if (inner !== null) return inner;
  }
  return null;
}

function refuse(why: string, detail: string | null = null): Unpublishable {
  return new Unpublishable('not-a-result', `The artifact’s result.json is refused: ${why}.`, detail);
}
