/** Calls of a script → operations. */
import { classifySegment } from '../../classify.ts';
import { hideForm, hideText, hideValue } from '../../hide-body.ts';
import { encodePart } from '../../literal.ts';
import type { Operation, Parameter, Segment } from '../../operation.ts';
import { envTemplate, isSecretName, type Vault } from '../../vault.ts';

/** Stands for what a script computes: a letter for private use, which no URL has. */
export const COMPUTED = '\ue000';

export interface Call {
  readonly method: string;
  /** With `COMPUTED`, and the name of what is computed behind it, in the place of each. */
  readonly url: string;
  readonly body: Sent | null;
}

export type Sent = { readonly kind: 'json' | 'form' | 'text'; readonly value: unknown } | 'computed';

export function isSent(body: Sent | null): body is Exclude<Sent, 'computed'> {
  return body !== null && body !== 'computed' && body.kind !== 'text';
}

/** Behind the host, which may be computed. */
export function pathOf(url: string): string {
  const local = url
    .replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '')
    .replace(/^\ue000[^\ue000]*\ue000/, '')
    .replace(/[?#].*$/s, '');
  return local.startsWith('/') ? local : `/${local}`;
}

export function operationOf({ method, url, body }: Call, vault: Vault): Operation {
  const query = [...new URLSearchParams(url.replace(/#.*$/s, '').split('?')[1] ?? '')];
  const own = isSent(body) ? body : null;
  return {
    method,
    name: null,
    segments: pathOf(url)
      .slice(1)
      .split('/')
      .map((part, i, parts) => segmentOf(part, parts[i - 1] ?? '', vault)),
    query: query.map(([name, value]) => {
      if (value.includes(COMPUTED)) return [encodePart(name), '1'];
      const isHidden = isSecretName(name) || !vault.isClean(value);
      return [encodePart(name), isHidden ? envTemplate(name) : encodePart(value)];
    }),
    headers: {},
    body:
      own?.kind === 'json'
        ? { json: hideValue(own.value, vault) }
        : own?.kind === 'form'
          ? hideForm(
              Object.entries(Object(own.value)).map(([name, value]) => [name, String(value)]),
              vault,
            )
          : body !== null && body !== 'computed'
            ? { body: hideText(String(body.value), vault, ''), contentType: 'text/plain' }
            : null,
    lacksBody: body === 'computed',
    count: 1,
    expect: null,
    leftOut: null,
  };
}

/** @param before the part in front of it */
function segmentOf(part: string, before: string, vault: Vault): Segment {
  const none: Parameter = { name: null, values: [], template: null, listed: null, comment: null };
  const [, name] = /\ue000([^\ue000]*)\ue000/.exec(part) ?? [];
  if (name !== undefined)
    return {
      ...none,
      name: name || null,
      values: ['1'],
      comment: `the value that the script computes${name ? ` as ${name.slice(0, 40)}` : ''}`,
    };
  const isPublic = vault.isClean(part) && classifySegment(part, before) !== 'secret';
  return isPublic ? encodePart(part) : { ...none, template: envTemplate('path') };
}

/** The same request at several places of the script is one of more weight. */
export function mergeSame(operations: readonly Operation[]): Operation[] {
  const merged = new Map<string, Operation>();
  for (const one of operations) {
    const key = JSON.stringify([one.method, one.segments, one.query, one.body]);
    const known = merged.get(key);
    merged.set(key, known === undefined ? one : { ...known, count: known.count + 1 });
  }
  return [...merged.values()];
}
