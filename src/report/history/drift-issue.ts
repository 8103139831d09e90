/** The issue about a drift. Names and commit titles are other people's words, and are escaped here. */
import type { Shift } from '../../judgement/drift/find-shifts.ts';
import { asCode, asText, clean, truncate } from '../escape.ts';
import { fitTo, type Rows } from '../markdown/fit.ts';
import { link, table } from '../markdown/pieces.ts';
import {
  formatChange,
  formatChangeSize,
  formatCount,
  formatFigure,
  formatInterval,
} from '../words/format.ts';
import { beginSentence, nameRow } from '../words/names.ts';
import { shiftPicture } from './shift-picture.ts';
import { drawValueSeries } from './sparkline.ts';

interface DriftReport {
  /** The scenario's name. */
  readonly name: string;
  /** For the worse, the first one gives the title; at least one. */
  readonly worse: readonly Shift[];
  readonly better: readonly Shift[];
  /** What was committed around the changes. */
  readonly ranges: readonly CommitRange[];
  /** Comparable runs that were looked at. */
  readonly runs: number;
  /** For the text: `the branch tailgate-history`. */
  readonly place: string;
  /** Page of the workflow run that noticed it. */
  readonly runUrl: string | null;
}

/** From the last commit that was measured before a change to the first one after it. */
export interface CommitRange {
  readonly from: string;
  readonly to: string;
  /** GitHub's page that compares the two. */
  readonly url: string | null;
  /** All of them; `commits` may be fewer. */
  readonly total: number;
  readonly commits: readonly ListedCommit[];
  /** Why they could not be listed; null where they are. */
  readonly why: string | null;
}

export interface ListedCommit {
  readonly sha: string;
  /** First line of its message. */
  readonly title: string;
  readonly url: string | null;
}

/** In characters; GitHub takes 65,536, and the hidden marker needs some of them. */
const LIMIT = 40_000;
const LONGEST_TITLE = 200;
/** Changes of more figures mostly have one cause, and look alike. */
const MOST_PICTURES = 2;

/** Plain text: GitHub renders no Markdown in titles. */
export function renderDriftTitle({ name, worse }: DriftReport): string {
  const [first, ...others] = worse;
  const what = first ? `${describe(first)} since ${dayOf(first)}` : 'drifted';
  const more = others.length > 0 ? ` and ${others.length} more` : '';
  return truncate(clean(`Drift in ${name}: ${what}${more}`), LONGEST_TITLE);
}

export function renderDriftBody(report: DriftReport): string {
  const { name, worse, better, ranges, runs, place, runUrl } = report;
  const opening =
    `The figures of ${asCode(name)} have got worse and stayed there. Each row compares what was typical before ` +
    'the figure changed with what is typical now.';
  const next =
    '**What to do:** find what changed, among the commits below or around that day on the measured machine, and ' +
    'fix it; or close this issue if the new figures are intended.';
  const noticed = link('this run', runUrl);
  const foot =
    `Found among ${runs} comparable runs ${place.startsWith('the branch') ? 'on' : 'in'} ${asText(place)}${noticed ? `, noticed by ${noticed}` : ''}. Tailgate maintains this ` +
    'issue: it adds further drifts, and closes it when the figures are back to normal. Close it yourself to accept the new ' +
    'figures; only another drift reopens it.';
  return fitTo(
    [
      opening,
      shiftTable('', worse),
      ...worse.slice(0, MOST_PICTURES).map(pictureOf),
      shiftTable('**For the better**', better),
      machineRows(worse),
      ownWrites(worse),
      next,
      ...ranges.map(rangeList),
      bisectCommands(ranges),
      foot,
    ],
    LIMIT,
  );
}

/** What is told to those who watch the issue, since an edited text notifies nobody. */
export function renderDriftNews(news: readonly Shift[]): string {
  const rows = news.map((shift) => `- ${describeMarkdown(shift)}, since ${dayOf(shift)}`);
  return fitTo([{ head: 'It has drifted further:\n', rows, foot: '', left: leftOut }], LIMIT);
}

export function renderReturned(runUrl: string | null, day: string): string {
  const run = link('the run', runUrl) ?? 'the run';
  return `✅ **Back to normal since ${day} at the latest**, as ${run} of that day shows: every figure in this issue is where it was before.`;
}

/** Where nobody can tell any more whether the figures are back. */
export function renderLost(runUrl: string | null, day: string): string {
  const run = link('the run', runUrl) ?? 'the run';
  return `**No longer tracked since ${day}**: ${run} of that day has no comparable run left from before the drift, so Tailgate can’t tell whether the figures are back to normal. Nothing has drifted among the remaining runs.`;
}

/** Whose it is stands above it: no name gets into a picture. */
function pictureOf(shift: Shift): string {
  const picture = shiftPicture(shift);
  return picture === '' ? '' : `**${nameMarkdown(shift)}**: ${picture}`;
}

function shiftTable(head: string, shifts: readonly Shift[]): Rows {
  const { head: titles, rows } = table<Shift>(
    [
      { title: 'Figure', align: 'left', cell: nameMarkdown },
      { title: 'Before', align: 'right', cell: ({ metric, was }) => formatFigure(metric, was) },
      { title: 'Now', align: 'right', cell: ({ metric, is }) => formatFigure(metric, is) },
      {
        title: 'Change (90 % interval)',
        align: 'right',
        cell: ({ metric, change, interval }) =>
          `**${formatChange(metric, change)}** (${formatInterval(metric, interval)})`,
      },
      { title: 'Since', align: 'left', cell: (shift) => `${dayOf(shift)}, ${shift.runs} runs` },
      { title: 'Run by run', align: 'left', cell: ({ values, at }) => `\`${drawValueSeries(values, at)}\`` },
    ],
    shifts,
  );
  return { head: head === '' ? titles : `${head}\n\n${titles}`, rows, foot: '', left: leftOut };
}

/** The machine changed as the figures did: then nothing tells which of the two did it. */
function machineRows(shifts: readonly Shift[]): Rows | string {
  const rows = shifts.flatMap(({ machines, since }) =>
    machines === null
      ? []
      : [
          `- Until ${since.at.slice(0, 10)} from ${asCode(machines.before)}, since then from ${asCode(machines.since)}.`,
        ],
  );
  if (rows.length === 0) return '';
  const head =
    '**The load came from a different machine** after the change, which may be all that changed:\n';
  return { head, rows: [...new Set(rows)], foot: '', left: leftOut };
}

/** Of the first of them that has it: they tell of the same runs. */
function ownWrites(shifts: readonly Shift[]): string {
  const found = shifts.find(({ ownWrites }) => ownWrites !== null)?.ownWrites;
  if (!found) return '';
  const { runs, slower, of, change, writes } = found;
  const moved = of === 'latency' ? 'the latency of GET requests rose' : 'throughput fell';
  return (
    `**The runs also slow down within themselves:** in ${slower} of ${runs} of them ${moved} from beginning to end, by ` +
    `${formatChangeSize('throughput', change)} (median), with ${formatCount(writes)} writing requests per run. Nightly runs that start where the last one ended ` +
    'creep because of what they write, without any commit: reset and seed the environment before each run, or clean up after it. ' +
    'If you already do, this does not explain the drift.'
  );
}

function rangeList({ from, to, url, total, commits, why }: CommitRange): Rows {
  const span = `${short(from)} … ${short(to)}`;
  const name = link(span, url) ?? span;
  if (from === to) {
    const row = `- Commit ${short(from)} was measured before the change and after it: what changed is not in this repository.`;
    return { head: '', rows: [row], foot: '', left: leftOut };
  }
  const shown = commits.map(({ sha, title, url: page }) => {
    return `- ${link(short(sha), page) ?? short(sha)} ${asText(title, 120)}`;
  });
  const rest = total - commits.length;
  if (why !== null) shown.push(`- They could not be listed: ${asText(why)}`);
  else if (rest > 0) shown.push(`- and ${rest} more`);
  return { head: `**Commits in between** (${name})\n`, rows: shown, foot: '', left: leftOut };
}

/** The terminal's search in each range, for commits that can be started side by side on one machine. */
function bisectCommands(ranges: readonly CommitRange[]): Rows | string {
  const rows = ranges
    .filter(({ from, to, total, why }) => from !== to && (total > 1 || why !== null))
    .map(
      ({ from, to }) =>
        `- \`tailgate bisect ${from.slice(0, 12)} ${to.slice(0, 12)} --start 'npm ci && npm start'\``,
    );
  if (rows.length === 0) return '';
  const head =
    '**To find the commit**, in a clone and with the command that starts the service there (each commit is compared with ' +
    'the first one):\n';
  return { head, rows: [...new Set(rows)], foot: '', left: leftOut };
}

/** `P99 of list units +58.1 %`. */
function describe(shift: Shift): string {
  return `${beginSentence(nameRow(shift))} ${formatChange(shift.metric, shift.change)}`;
}

function describeMarkdown(shift: Shift): string {
  const { metric, was, is, change } = shift;
  const figures = `${formatFigure(metric, was)} → ${formatFigure(metric, is)}`;
  return `${nameMarkdown(shift)} ${formatChange(metric, change)} (${figures})`;
}

function nameMarkdown({ metric, endpoint, flow, machine }: Shift): string {
  const name = beginSentence(nameRow({ metric, endpoint: null }));
  const whose = endpoint === null ? name : `${name} of ${flow ? 'the flow ' : ''}${asCode(endpoint)}`;
  return machine === null ? whose : `${whose}, from ${asCode(machine)}`;
}

function dayOf({ since }: Shift): string {
  return since.at.slice(0, 10);
}

function short(sha: string): string {
  return `\`${sha.slice(0, 7)}\``;
}

function leftOut(count: number): string {
  return `${count} more left out`;
}
