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
  if (operations.length === 0) throw new ConfigurationError('tells of no request', { file });
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
      ...(broken > 0 ? [`${broken} of ${lines} lines are not of that format, and were passed over.`] : []),
      ...(strange > 0 ? [`${strange} requests have no path that can be asked for.`] : []),
      ...(unkept > 0 ? [`${unkept} requests have paths beyond the 20,000 that are told apart.`] : []),
    ],
  };
}

function isLoginThere({ method, segments, leftOut }: Operation): boolean {
  const isPlain = segments.every((segment) => typeof segment === 'string');
  return leftOut === null && isPlain && isLogin(method, writeRoute(segments), null);
}
