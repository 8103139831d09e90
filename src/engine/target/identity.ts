import type { Identity } from '../../config/plan.ts';
import { resolvePointer, sourceAt } from '../inspection/pointer.ts';
import type { ProbeResponse } from './probe.ts';

/** What an environment said about its commit, or why that can't be told. */
type ServedCommit = { readonly commit: string } | { readonly commit: null; readonly why: string };

const SHOWN = 120;

/**
 * Reads the commit from the response of `target.identity`.
 * @param redact takes secrets out of what a message shows
 */
export function readCommit(
  identity: Identity,
  response: ProbeResponse,
  redact: (text: string) => string,
): ServedCommit {
  const { path, commit: pointer } = identity;
  const no = (why: string): ServedCommit => ({ commit: null, why: `${path} ${why}` });
  if (response.status < 200 || response.status > 299) return no(`was answered ${response.status}`);
  if (response.unread !== null)
    return no(`was answered ${response.status}, and can't be read: ${redact(response.unread)}`);
  const shown = () => showResponse(response.body, redact);
  let document: unknown;
  try {
    document = JSON.parse(response.body);
  } catch {
    return no(`was not answered with JSON: ${shown()}`);
  }
  const value = resolvePointer(document, pointer);
  if (typeof value === 'string' && value.trim() !== '') return { commit: value.trim() };
  // As it is written: as a number, 12e4567 would be infinite, and forty digits would be rounded.
  if (typeof value === 'number') return { commit: sourceAt(response.body, pointer) };
  return no(`was answered without a text at ${pointer}: ${shown()}`);
}

/** A commit as a message shows it: redacted, one line, quoted where it doesn't look like one. */
export function showCommit(said: string, redact: (text: string) => string): string {
  const known = redact(said);
  return /^[0-9a-f]{7,64}$/i.test(known) ? known : JSON.stringify(showResponse(known, redact));
}

/** Redacted before it is cut: the start of a secret would be left otherwise. */
function showResponse(text: string, redact: (text: string) => string): string {
  const line = redact(text)
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
  return line.length > SHOWN ? `${line.slice(0, SHOWN)}…` : line || '(empty)';
}
