/** What the comment and the summary say around their tables. What is put in is Markdown, or plain, as it comes. */
import { plural } from './format.ts';

/** What a list counts. */
type Counted =
  | 'figure'
  | 'request'
  | 'stage'
  | 'step'
  | 'flow'
  | 'series'
  | 'change'
  | 'warning'
  | 'observation'
  | 'failing';

const COUNTED: Readonly<Record<Counted, readonly [one: string, many: string]>> = {
  figure: ['figure', 'figures'],
  request: ['request', 'requests'],
  stage: ['stage', 'stages'],
  step: ['step', 'steps'],
  flow: ['flow or step', 'flows and steps'],
  series: ['series', 'series'],
  change: ['change', 'changes'],
  warning: ['warning', 'warnings'],
  observation: ['observation', 'observations'],
  failing: ['request with errors', 'requests with errors'],
};

export const SECTION_WORDS = {
  leftOut: (count: number, of: Counted, where: string) =>
    `${count} more ${COUNTED[of][count === 1 ? 0 : 1]} left out for lack of space; ${where}.`,
  inSummary: 'all of them are in the run’s summary and in the result file',
  inFile: 'all of them are in the result file',
  inJobsSummary: 'all of them are in the summary of its job',
  furtherNotes: (count: number) => `${count} further notes are in the result file.`,
  furtherRows: (count: number, of: 'request' | 'stage' | 'step' | 'flow' | 'series') =>
    `${plural(count, `further ${of === 'flow' ? 'line' : of}`)}: see the result file.`,
  more: (count: number) => `${count} more`,
  moreInFile: (count: number) => `${count} more in the result file`,
  noTarget: 'none found',
  noText: '(no text)',
  judgedBy: 'It was judged by the current version.',
  /** @param others beside some that stand open. @param errs whether "without errors" tells them from those */
  requests: (count: number, others: boolean, withoutErrors: boolean) =>
    `${count} ${others ? 'other ' : ''}request${count === 1 ? '' : 's'}${withoutErrors ? ' without errors' : ''}`,
  needLook: (count: number) => `${count} requests that need attention`,
  acceptTitle: 'If this change is intended',
  /** @param baseline to be refreshed. @param label of the pull request; either null where there is none */
  accept: (keys: string, more: number, file: string, baseline: string | null, label: string | null) => {
    const others = more > 0 ? ` and ${more} more` : '';
    const refresh = baseline === null ? '' : `, or refresh the baseline ${baseline}`;
    const set = label === null ? '' : `; or, for this commit only, set the label ${label}`;
    return `set ${keys}${others} in ${file} to what you accept${refresh}${set}`;
  },
  acceptInTerminal: (keys: string, file: string, baseline: string | null, label: string | null) => {
    const refresh = baseline === null ? '' : `, or refresh ${baseline}`;
    const set = label === null ? '' : `; or, for this commit only, set the label “${label}”`;
    return `set ${keys} in ${file} to what you accept${refresh}${set}`;
  },
  again: (needed: string | null) =>
    `The same measurement from a terminal${needed === null ? '' : `, ${needed}`}:`,
  run: 'Run',
  runThatMeasured: 'The run that measured',
  resultIn: (file: string) => `result in ${file}`,
  perSecond: '/s',
  /** Above a picture. @param each how long a point of it is */
  drawn: (title: string, unit: string, each: string) => `**${title}** in ${unit}, one point every ${each}`,
  report: 'The report as a page',
  /** @param report link to the run's artifacts. @param name of the artifact */
  reportIn: (report: string, name: string) => `${report} is in the artifact ${name}`,
  publishedBy: (version: string) => `published by Tailgate ${version}`,
  colon: ':',
  bannerTitle: 'Measured by the fork’s own run',
  banner:
    'The author of this pull request controls the code that measured and the file that these figures come from. ' +
    'They are the author’s own statement; nobody has repeated the measurement.',
  inArtifact: 'all of them are in the artifact of the run that measured',
};
