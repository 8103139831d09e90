import type { z } from 'zod';
import { ConfigurationError } from '../../../config/configuration-error.ts';

/** The text as JSON; null where it is none, or was cut off. */
export function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** @throws ConfigurationError that names the key which is missing or odd */
export function parseAs<Of extends z.ZodType>(
  schema: Of,
  json: unknown,
  file: string,
  what: string,
): z.infer<Of> {
  const read = schema.safeParse(json);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new ConfigurationError(
    `it looks like ${what}, but ${issue?.message ?? 'it is damaged'}; give the file as the tool wrote it`,
    { file, key: issue?.path.join('.') },
  );
}

/** Whether it has all of these keys at its top. */
export function hasKeys(json: unknown, ...keys: readonly string[]): json is Record<string, unknown> {
  return typeof json === 'object' && json !== null && keys.every((key) => Object.hasOwn(json, key));
}
