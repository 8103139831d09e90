/** What a log came to, once all of it was read. */
import { ConfigurationError } from '../configuration-error.ts';
import { guessLogin, isLogin } from './find-login.ts';
import { operationsOf } from './fold/operations-of.ts';
import type { LineReader } from './logs/line-reader.ts';
import { type Operation, writeRoute } from './operation.ts';
import type { SourceReading } from './reading.ts';

/** @throws ConfigurationError where no request was in it */
export function readLog(reader: LineReader, file: string): SourceReading {
  const { format, lines, broken, tally } = reader;
  const operations = operationsOf(tally.entries(), true);
  if (operations.length === 0) throw new ConfigurationError('contains no requests', { file });
  const login = operations.find(isLoginThere);
  const { unkept, strange } = tally.leftOut;
  return {
    source: `${format.name}, ${lines} lines`,
    basePath: '',
    headers: {
      accept: 'application/json',
      ...(login !== undefined && { authorization: 'Bearer {{token}}' }),
    },
    login: login === undefined ? null : guessLogin(writeRoute(login.segments)),
    cookies: false,
    operations: operations.filter((one) => one !== login),
    isTraffic: true,
    notes: [
      ...(broken > 0 ? [`${broken} of ${lines} lines are not in that format, and were skipped.`] : []),
      ...(strange > 0 ? [`${strange} requests have a path that can't be requested.`] : []),
      ...(unkept > 0 ? [`${unkept} requests have paths beyond the first 20,000 different ones.`] : []),
    ],
  };
}

function isLoginThere({ method, segments, leftOut }: Operation): boolean {
  const isPlain = segments.every((segment) => typeof segment === 'string');
  return leftOut === null && isPlain && isLogin(method, writeRoute(segments), null);
}
