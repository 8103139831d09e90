/**
 * Requests as bytes on the wire. What can be written once is written once; only generated values are filled in later.
 */
import type { RequestSpec } from '../config/plan.ts';
import type { Encoding, Template, TemplatePart } from '../config/template.ts';
import type { OpenPart, ValueSource } from './values.ts';

/** Values captured once a side, by name. */
export type Captures = Readonly<Record<string, string>>;

/** One of them: others' names, such as `constructor`, are no object's own. */
export function capturedAs(name: string, captures: Captures): string | undefined {
  return Object.hasOwn(captures, name) ? captures[name] : undefined;
}

/** Writes one request, whole: head and body. A string where values are filled in, else the same bytes each time. */
export type Writer = (values: ValueSource) => Buffer | string;

type Renderable = Pick<RequestSpec, 'method' | 'path' | 'headers' | 'body'>;

type Filled = readonly (string | OpenPart | FilePart)[];

type FilePart = Extract<TemplatePart, { value: 'file' }>;

/** Methods for which a server expects a Content-Length even without a body (RFC 9110, 8.6). */
const WITH_LENGTH = new Set(['POST', 'PUT', 'PATCH']);

interface Environment {
  readonly host: string;
  /** What it lies below; '' where nothing. */
  readonly basePath?: string | undefined;
  /** Whether users send the cookies that they were given. */
  readonly cookies?: boolean | undefined;
}

export function createWriter(
  spec: Renderable,
  { host, basePath = '', cookies = false }: Environment,
  captures: Captures,
): Writer {
  const body = spec.body === null ? null : fill(spec.body, captures);
  const head = fill(
    [
      `${spec.method} ${basePath}`,
      ...spec.path,
      ` HTTP/1.1\r\nhost: ${host}\r\n`,
      ...linesOf(spec, captures),
    ],
    captures,
  );
  const writeHead = cookies ? withCookies(spec, { host, basePath }, captures) : write;
  const fixed: Filled = cookies ? [OPEN] : [];
  if (body === null && !WITH_LENGTH.has(spec.method)) {
    return once([...head, ...fixed], (values) => `${writeHead(head, values)}\r\n`);
  }
  const filledBody = body ?? [];
  return once([...head, ...filledBody, ...fixed], (values) => {
    const content = writeBody(filledBody, values);
    const start = `${writeHead(head, values)}content-length: ${Buffer.byteLength(content)}\r\n\r\n`;
    return typeof content === 'string' ? start + content : Buffer.concat([Buffer.from(start), content]);
  });
}

/** Something that is filled in each time. */
const OPEN: OpenPart = { value: 'now' };

/** Which cookies go with a request is told by its path (RFC 6265, 5.4), which is written before them. */
function withCookies(
  spec: Renderable,
  { host, basePath = '' }: Environment,
  captures: Captures,
): (head: Filled, values: ValueSource) => string {
  const path = fill([basePath, ...spec.path], captures);
  const headers = fill(linesOf(spec, captures), captures);
  return (_, values) => {
    const target = write(path, values);
    const rest = write(headers, values);
    const cookies = values.cookies?.(target) ?? '';
    const line = cookies === '' ? '' : `cookie: ${cookies}\r\n`;
    return `${spec.method} ${target} HTTP/1.1\r\nhost: ${host}\r\n${rest}${line}`;
  };
}

function linesOf({ headers }: Renderable, captures: Captures): Template {
  return headers.flatMap(([name, value]) => [`${name}: `, ...checked(name, value, captures), '\r\n']);
}

/** A template as text, all of it known but the values that are filled in. */
export function renderText(template: Template, captures: Captures, values: ValueSource): string {
  return write(fill(template, captures), values);
}

/** The same of a body, which may hold files. */
export function renderBody(template: Template, captures: Captures, values: ValueSource): string | Buffer {
  return writeBody(fill(template, captures), values);
}

function once(parts: Filled, render: (values: ValueSource) => string | Buffer): Writer {
  if (parts.some((part) => typeof part !== 'string' && part.value !== 'file')) return render;
  const bytes = Buffer.from(render(undefined as never));
  return () => bytes;
}

/** A value that nobody has captured yet is one of a user's. */
function fill(template: Template, captures: Captures): Filled {
  const filled: (string | OpenPart | FilePart)[] = [];
  for (const part of template) {
    const known =
      typeof part !== 'string' && part.value === 'capture' ? capturedAs(part.name, captures) : undefined;
    const next =
      known !== undefined && typeof part !== 'string' && part.value === 'capture'
        ? writeEncoded(known, part.encoding)
        : part;
    const last = filled.length - 1;
    if (typeof next === 'string' && typeof filled[last] === 'string') filled[last] += next;
    else filled.push(next);
  }
  return filled;
}

function write(parts: Filled, values: ValueSource): string {
  let text = '';
  for (const part of parts) {
    if (typeof part === 'string') text += part;
    else if (part.value === 'file') throw new Error('a file stands in a body alone');
    else text += values.next(part);
  }
  return text;
}

/** Bytes where it holds files. */
function writeBody(parts: Filled, values: ValueSource): string | Buffer {
  if (!parts.some((part) => typeof part !== 'string' && part.value === 'file')) return write(parts, values);
  return Buffer.concat(
    parts.map((part) => {
      if (typeof part === 'string') return Buffer.from(part);
      return part.value === 'file' ? part.bytes : Buffer.from(values.next(part));
    }),
  );
}

/** What each encoding leaves as it is, as most identifiers are. */
const PLAIN = /^[\w.-]*$/;

/** As it stands at its place, so that it can't break out of it. */
export function writeEncoded(value: string, encoding: Encoding): string {
  if (PLAIN.test(value)) return value;
  if (encoding === 'json') return JSON.stringify(value).slice(1, -1);
  return encoding === 'url' ? encodeURIComponent(value) : value;
}

/** A captured value comes from the service: in a header it must not be able to start another one. */
function checked(header: string, value: Template, captures: Captures): Template {
  for (const part of value) {
    if (typeof part === 'string' || part.value !== 'capture') continue;
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
    if (/[\u0000-\u001f\u007f]/.test(capturedAs(part.name, captures) ?? '')) {
      throw new Error(
        `the captured value "${part.name}" holds control characters and can't go into the header ${header}`,
      );
    }
  }
  return value;
}
