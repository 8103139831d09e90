/** The rows and the note of the table of the server's side. */
import type { ServerResult } from '../../src/evidence/result/server.ts';
import { publicationOf } from '../../src/report/publication.ts';
import { serverNote, serverRows } from '../../src/report/view/server-table.ts';
import { serverFail, serverPass } from './server-cases.ts';

const MIB = 2 ** 20;
const publication = publicationOf(serverPass());
const withSeries = (more: Partial<ServerResult['series'][number]>) => {
  const { server } = publication.result;
  if (server === undefined) throw new Error('it was read');
  const series = server.series.map((one) => (one.key === 'memory' ? { ...one, ...more } : one));
  return { ...publication, result: { ...publication.result, server: { ...server, series } } };
};

test('a row a series, with what there can be of it, and what a request costs', () => {
  const rows = serverRows(publicationOf(serverFail()));
  expect(rows.map(({ series, max, limit, mark }) => [series, max, limit, mark?.words])).toEqual([
    ['cpu', '0.86 of 2 cores', null, undefined],
    ['memory', expect.stringContaining('MiB'), '≤ 300 MiB', 'within'],
    ['load', expect.any(String), '≤ 3', 'within'],
    ['connections', '14 of 100', '≤ 12', 'over limit'],
    ['longest-transaction', expect.stringContaining('ms'), null, undefined],
    ['CPU per request', null, '≤ 5 ms', 'within'],
  ]);
});

test('what was to be judged and was not read has a row, too', () => {
  const { server } = publication.result;
  const series = server?.series.filter(({ key }) => key !== 'memory') ?? [];
  const unread = {
    ...publication,
    result: { ...publication.result, server: { ...server, series } as ServerResult },
  };
  expect(serverRows(unread).find(({ series: key }) => key === 'memory')).toMatchObject({
    mean: '–',
    limit: '≤ 300 MiB',
  });
});

test('a trend is told where it is shown and worth it', () => {
  const samples = [
    [0, 100 * MIB],
    [600, 160 * MIB],
  ] as const;
  const grown = { samples: [...samples], mean: 130 * MIB, trendPerHour: 360 * MIB };
  expect(serverNote(withSeries({ ...grown, trendInterval: [300 * MIB, 400 * MIB] }))).toContain(
    'memory +360 MiB an hour',
  );
  expect(serverNote(withSeries({ ...grown, trendInterval: [-MIB, 700 * MIB] }))).not.toContain('an hour');
  const little = { ...grown, trendPerHour: MIB, trendInterval: [MIB / 2, 2 * MIB] as const };
  expect(serverNote(withSeries(little))).not.toContain('an hour');
  const ofMachine = { ...grown, trendInterval: [300 * MIB, 400 * MIB] as const, ofMachine: true as const };
  expect(serverNote(withSeries(ofMachine))).not.toContain('an hour');
});
