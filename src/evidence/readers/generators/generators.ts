/** Load generators whose own outputs are read, a row a form of theirs, recognised by its content. */
import { looksLikeArtillery, readArtillery } from './artillery.ts';
import { looksLikeAutocannon, readAutocannon } from './autocannon.ts';
import { looksLikeFortio, readFortio } from './fortio.ts';
import { looksLikeGatlingLog, looksLikeGatlingStats, readGatlingLog, readGatlingStats } from './gatling.ts';
import type { GeneratorRun } from './generator-run.ts';
import { looksLikeHey, readHey } from './hey.ts';
import { looksLikeJMeterStatistics, looksLikeJtl, readJMeterStatistics, readJtl } from './jmeter.ts';
import { looksLikeK6, looksLikeK6Record, readK6, readK6Record } from './k6.ts';
import { looksLikeK6Points, readK6Points } from './k6-points.ts';
import { looksLikeLocust, looksLikeLocustCsv, readLocust, readLocustCsv } from './locust.ts';
import { looksLikeOha, readOha } from './oha.ts';
import { looksLikeHdrPlot, looksLikeVegeta, readHdrPlot, readVegeta } from './vegeta.ts';

interface Generator {
  readonly looksLike: (text: string) => boolean;
  /** @param file for messages. @throws ConfigurationError where it is damaged, or holds no request */
  readonly read: (text: string, file: string) => GeneratorRun;
}

export const GENERATORS = {
  'k6-samples': { looksLike: looksLikeK6Points, read: readK6Points },
  'k6-dashboard': { looksLike: looksLikeK6Record, read: readK6Record },
  k6: { looksLike: looksLikeK6, read: readK6 },
  artillery: { looksLike: looksLikeArtillery, read: readArtillery },
  locust: { looksLike: looksLikeLocust, read: readLocust },
  'locust-csv': { looksLike: looksLikeLocustCsv, read: readLocustCsv },
  'jmeter-jtl': { looksLike: looksLikeJtl, read: readJtl },
  'jmeter-statistics': { looksLike: looksLikeJMeterStatistics, read: readJMeterStatistics },
  'gatling-stats': { looksLike: looksLikeGatlingStats, read: readGatlingStats },
  'gatling-log': { looksLike: looksLikeGatlingLog, read: readGatlingLog },
  vegeta: { looksLike: looksLikeVegeta, read: readVegeta },
  'vegeta-hdrplot': { looksLike: looksLikeHdrPlot, read: readHdrPlot },
  oha: { looksLike: looksLikeOha, read: readOha },
  hey: { looksLike: looksLikeHey, read: readHey },
  fortio: { looksLike: looksLikeFortio, read: readFortio },
  autocannon: { looksLike: looksLikeAutocannon, read: readAutocannon },
} as const satisfies Readonly<Record<string, Generator>>;

/** What an output was read as. */
export type GeneratorFormat = keyof typeof GENERATORS;

/** The form that the text has; null where it is none of these. */
export function outputFormatOf(text: string): GeneratorFormat | null {
  const names = Object.keys(GENERATORS) as GeneratorFormat[];
  return names.find((name) => GENERATORS[name].looksLike(text)) ?? null;
}
