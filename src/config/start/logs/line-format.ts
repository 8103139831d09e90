/** A way in which a load balancer, a server or a load generator tells of requests, one a line. */
import type { Hit } from '../fold/tally.ts';

export interface LineFormat {
  readonly name: string;
  /** `other`: a line of the format that tells of no request. Null: none of the format. */
  read(line: string): Hit | 'other' | null;
}

export type Fields = Readonly<Record<string, unknown>>;

/** A line that is a JSON object; null where it is none. */
export function readJsonLine(line: string): Fields | null {
  if (!line.startsWith('{')) return null;
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? (value as Fields) : null;
  } catch {
    return null;
  }
}

/** A member by its dotted name, whether it is nested or its name has the dots in it. */
export function memberOf(fields: Fields, name: string): unknown {
  if (Object.hasOwn(fields, name)) return fields[name];
  const at = name.indexOf('.');
  if (at < 0) return undefined;
  const inner = Object.hasOwn(fields, name.slice(0, at)) ? fields[name.slice(0, at)] : undefined;
  return typeof inner === 'object' && inner !== null
    ? memberOf(inner as Fields, name.slice(at + 1))
    : undefined;
}

/** The first that is a text or a number. */
export function firstOf(fields: Fields, names: readonly string[]): unknown {
  for (const name of names) {
    const value = memberOf(fields, name);
    if (typeof value === 'number' || (typeof value === 'string' && value !== '')) return value;
  }
  return undefined;
}

const METHOD = /^[A-Z]{3,10}$/i;

/** Null where these are no request's. */
export function hitOf(method: unknown, target: unknown, status: unknown): Hit | null {
  if (typeof method !== 'string' || !METHOD.test(method) || typeof target !== 'string') return null;
  if (!/^(?:\/|https?:\/\/|wss?:\/\/)/i.test(target)) return null;
  const number = typeof status === 'number' || typeof status === 'string' ? Number(status) : Number.NaN;
  const isStatus = Number.isInteger(number) && number >= 100 && number < 600;
  return { method, target, status: isStatus ? number : null };
}
