/** The runs of a suite as columns, and which of them can be compared with one another. */
import { historiesOf, machineOf } from '../../../evidence/history/machine.ts';
import type { HistoryRecord } from '../../../evidence/history/record.ts';
import { selectRecords } from '../../../evidence/history/select-records.ts';
import { meanOffered, peakConnections, totalSeconds } from '../../../evidence/result/conditions.ts';
import type { Words } from '../../words/language.ts';
import type { SuiteData } from './history-data.ts';
import { pack } from './packed.ts';

/** Of a commit: nobody's repository has two that begin alike. */
export const DIGITS = 12;

const LETTERS = { pass: 'p', fail: 'f', inconclusive: 'i', invalid: 'x' } as const;

export function nightColumns(records: readonly HistoryRecord[], words: Words): SuiteData['nights'] {
  const reasons = distinct(
    records.flatMap(({ excluded }) => (excluded === null ? [] : [words.quoteEnglish(excluded)])),
  );
  const settings = records.map((record) => settingOf(record, words));
  const keys = settings.map((setting) => JSON.stringify(setting));
  const known = distinct(keys);
  return {
    at: pack(records.map(({ at }) => Math.round(Date.parse(at) / 1000))),
    commits: records.map(({ commit }) => commit?.slice(0, DIGITS) ?? '').join(','),
    runs: records.map(({ run }) => `${run.id}-${run.attempt}`).join(','),
    verdicts: records.map(({ verdict }) => LETTERS[verdict]).join(''),
    releases: records.flatMap(({ release }, i) => (release === null ? [] : [[i, release] as const])),
    excluded: records.flatMap(({ excluded }, i) =>
      excluded === null ? [] : [[i, reasons.indexOf(words.quoteEnglish(excluded))] as const],
    ),
    reasons,
    setting: pack(keys.map((key) => known.indexOf(key))),
    settings: known.map((key) => settings[keys.indexOf(key)] ?? []),
  };
}

function settingOf({ conditions, ref, event }: HistoryRecord, words: Words): [string, string][] {
  const { labels, setting, historyPage } = words;
  const { stages } = conditions;
  const most = peakConnections(conditions);
  const [search] = [conditions.search];
  const arrivals = distinct(stages.flatMap((stage) => stage.arrivals ?? []));
  const how = search
    ? search.of === 'connections'
      ? setting.searchedByConnections(search.from, search.to)
      : setting.searchedByRate(search.from, search.to, most, stages[0]?.arrivals ?? 'constant')
    : stages.length === 1
      ? setting.connections(most)
      : setting.stages(stages.length, most);
  const load = [
    how,
    ...(conditions.model === 'open' && !search
      ? [setting.offered(null, meanOffered(conditions), arrivals)]
      : []),
    words.formatTenths(totalSeconds(conditions)),
  ];
  return [
    [labels.load, load.join(' · ')],
    [labels.machine, conditions.machine],
    [labels.tool, conditions.tool],
    [historyPage.startedBy, ref === null ? event : `${event}, ${ref}`],
  ];
}

/** More can't be told from one another in a picture. */
const MOST_STRANDS = 6;

export interface Strand {
  readonly name: string;
  readonly records: readonly HistoryRecord[];
}

/** The newest first: of each set of conditions that was measured, and of each machine where they are mixed. */
export function strandsOf(records: readonly HistoryRecord[], words: Words): readonly Strand[] {
  const groups: (readonly HistoryRecord[])[] = [];
  for (let rest = records; groups.length < MOST_STRANDS; ) {
    const newest = rest.findLast(({ excluded }) => excluded === null);
    if (newest === undefined) break;
    const { comparable, leftOut } = selectRecords(rest, newest.conditions);
    if (comparable.length === 0) break;
    groups.push(comparable);
    rest = leftOut;
  }
  const strands = groups.flatMap((group, i): Strand[] => {
    const conditions = i === 0 ? '' : words.historyPage.conditionsUntil(dayOf(group.at(-1)));
    const own = historiesOf(group);
    return own.map((one) => ({
      name: [conditions, own.length > 1 && one[0] ? machineOf(one[0]) : ''].filter(Boolean).join(', '),
      records: one,
    }));
  });
  return strands.toSorted((one, other) => newestOf(other) - newestOf(one)).slice(0, MOST_STRANDS);
}

function newestOf({ records }: Strand): number {
  return Date.parse(records.at(-1)?.at ?? '');
}

function dayOf(record: HistoryRecord | undefined): string {
  return record?.at.slice(0, 10) ?? '';
}

function distinct<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}
