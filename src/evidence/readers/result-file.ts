/** The text of a result file as a result: what is read of it as a baseline, and what is compared side by side. */
import { ConfigurationError } from '../../config/configuration-error.ts';
import { type Result, resultSchema } from '../result/schema.ts';

/** Version of the result file that this Tailgate writes. */
const VERSION = 1;

/**
 * @param taken what such a file could be instead, and who takes it
 * @throws ConfigurationError where it is no result, was cut off, is damaged, or has a newer format
 */
export function parseResult(text: string, file: string, taken: string): Result {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new ConfigurationError(
      isJson(text.split('\n', 1)[0] ?? '')
        ? `the file holds several JSON values, one a line, as k6 and others write them; ${taken}`
        : `the file is no valid JSON (${(error as Error).message}); it may be cut off`,
      { file },
    );
  }
  const version = /^tailgate\/(\d+)$/u.exec(formatIn(json))?.[1];
  if (version === undefined) {
    throw new ConfigurationError(
      `the file is JSON, but not a result of Tailgate (there is no "format": "tailgate/…"); ${taken}`,
      { file },
    );
  }
  if (Number(version) > VERSION) {
    throw new ConfigurationError(
      `the result has format tailgate/${version}, and this Tailgate reads up to tailgate/${VERSION}; use the version that wrote it, or a newer one`,
      { file },
    );
  }
  const checked = resultSchema.safeParse(json);
  if (checked.success) return checked.data;
  const [issue] = checked.error.issues;
  const path = issue?.path ?? [];
  const why =
    valueAt(json, path) === undefined
      ? 'is missing, so the result is damaged or an unfinished version wrote it'
      : `the result is damaged: ${issue?.message ?? 'unknown'}`;
  throw new ConfigurationError(`${why}; use another run's result`, { file, key: path.join('.') });
}

export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Whoever asks for its figures needs some. @throws ConfigurationError where nothing was measured */
export function requireMeasurement(result: Result, file: string): NonNullable<Result['metrics']> {
  if (result.metrics) return result.metrics;
  throw new ConfigurationError(
    `the result contains no measurement (its verdict is ${result.verdict}: ${result.reason}); use another run's result`,
    { file },
  );
}

function valueAt(json: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown> | null)?.[key], json);
}

function formatIn(json: unknown): string {
  if (typeof json !== 'object' || json === null || !('format' in json)) return '';
  return typeof json.format === 'string' ? json.format : '';
}
