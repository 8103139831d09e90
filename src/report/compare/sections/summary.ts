/** The verdict of each pair, why, and what it rests on. */
import { HEADLINE_METRICS } from '../../../config/metrics.ts';
import type { Comparing } from '../../../judgement/compare/decide.ts';
import { ASSUMED_SPREAD, type JudgedFigure, type RunPair } from '../../../judgement/compare/judge-pair.ts';
import { beginSentence } from '../../words/names.ts';
import { heading, list, type Piece, paragraph } from '../document.ts';
import { nameFigure, nounOf, writeChange, writeFigure } from '../figures.ts';
import type { Tongue } from '../language.ts';
import { show } from '../show.ts';

export function summarySection({ runs, pairs }: Comparing, tongue: Tongue): Piece[] {
  const { words, numbers } = tongue;
  const names = runs.map(({ name }) => name);
  return [
    paragraph(words.intro(names, names[0] ?? '')),
    heading(2, words.sections.summary),
    ...pairs.flatMap((pair) => [
      { is: 'verdict' as const, text: `${begin(verdictOf(pair, tongue), pair)}.` },
      ...list(reasonsOf(pair, tongue)),
    ]),
    paragraph(words.rule(numbers.percent(ASSUMED_SPREAD))),
  ];
}

function verdictOf({ verdict, now, before, figures }: RunPair, tongue: Tongue): string {
  const told = (finding: JudgedFigure['finding']) =>
    figures.flatMap((figure) =>
      figure.finding === finding && HEADLINE_METRICS.includes(figure.metric)
        ? [nounOf(figure.metric, tongue)]
        : [],
    );
  return tongue.words.verdict(verdict, now.name, before.name, {
    better: told('better'),
    worse: told('worse'),
  });
}

/** With a capital, but for a name, which stays as it is written. */
function begin(sentence: string, { before, now }: RunPair): string {
  return [before, now].some(({ name }) => sentence.startsWith(name)) ? sentence : beginSentence(sentence);
}

function reasonsOf(pair: RunPair, tongue: Tongue): readonly string[] {
  const { words } = tongue;
  const figures = pair.figures.filter(({ metric }) => HEADLINE_METRICS.includes(metric));
  const noted = describeAll(pair, pair.noted, tongue);
  return [
    ...pair.invalid.map(({ name }) => `${begin(words.invalid(name), pair)}.`),
    ...describeAll(pair, pair.refused, tongue),
    ...figures.map((figure) => `${reason(figure, tongue)}.`),
    ...(noted.length === 0 ? [] : [`${words.noted} ${noted.join(' ')}`]),
  ];
}

function reason(figure: JudgedFigure, tongue: Tongue): string {
  const { metric, before, now, change, finding, detectable } = figure;
  const { words } = tongue;
  const from =
    detectable === null ? '' : ` (${words.columns.detectable.toLowerCase()} ${detectableOf(figure, tongue)})`;
  const shown = {
    ...words.findings,
    'not-shown': `${words.findings['not-shown']}${from}`,
    'in-doubt': words.inDoubt,
  }[finding];
  return words.reason(
    nameFigure(metric, tongue),
    writeFigure(metric, before, tongue),
    writeFigure(metric, now, tongue),
    writeChange(metric, change, tongue) || '±0',
    shown,
  );
}

/** `+39.0 % or −28.1 %`: changes from which on one run each shows one. */
export function detectableOf({ metric, detectable }: JudgedFigure, tongue: Tongue): string {
  if (detectable === null) return '–';
  const { worse, better } = detectable;
  return tongue.words.detectable(
    writeChange(metric, worse, tongue),
    better === null ? null : writeChange(metric, better, tongue),
  );
}

/** Whole sentences. What the files say of themselves is cleaned, as their names are. */
function describeAll(pair: RunPair, differences: RunPair['refused'], { words, numbers }: Tongue): string[] {
  const { before, now } = pair;
  return differences.map(
    (difference) => `${begin(words.difference(cleaned(difference), before.name, now.name, numbers), pair)}.`,
  );
}

function cleaned<T>(value: T): T;
function cleaned(value: unknown): unknown {
  if (typeof value === 'string') return show(value);
  if (Array.isArray(value)) return value.map((one) => cleaned(one));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, cleaned(one)]));
}
