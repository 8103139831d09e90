import { codeOf, explainFailure } from '../target/failure.ts';
import { ReadingFailed } from './reader.ts';
import type { Trouble } from './readings.ts';

/** Why a reading gave nothing, from what it was rejected with. */
export function troubleOf(error: unknown): Trouble {
  if (error instanceof ReadingFailed) return error.trouble;
  const code = codeOf(error);
  const detail = explainFailure(error);
  if (code === 'TIMEOUT') return { code: 'timed-out', detail };
  return { code: code === '' ? 'failed' : 'unreachable', detail };
}
