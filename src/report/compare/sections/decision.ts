/** The decision table: which is better for what, and which of them carries which load. */
import { METRICS } from '../../../config/metrics.ts';
import type { AnsweredQuestion, Comparing } from '../../../judgement/compare/decide.ts';
import { chapter, grid, type Piece, paragraph } from '../document.ts';
import { nameFigure, writeFigure } from '../figures.ts';
import type { Tongue } from '../language.ts';
import { writeAmount, writePrice } from './cost.ts';

export function decisionSection(comparing: Comparing, tongue: Tongue): Piece[] {
  const { words } = tongue;
  return chapter(2, words.sections.decision, [
    ...decisionTable(comparing, tongue),
    ...chapter(3, words.sections.levels, levelsTable(comparing, tongue)),
  ]);
}

function decisionTable(comparing: Comparing, tongue: Tongue): Piece[] {
  const { words } = tongue;
  const { columns } = words;
  const names = comparing.runs.map(({ name }) => name);
  return grid(
    [columns.question, ...names, columns.answer],
    [],
    comparing.decisions.map((decision) => [
      questionOf(decision, tongue),
      ...decision.values.map((value, i) => cellOf(decision, value, i, comparing, tongue)),
      answerOf(decision, names, tongue),
    ]),
  );
}

/** What is told to the cent has no chance in it. */
function answerOf(
  { question, answer }: AnsweredQuestion,
  names: readonly string[],
  { words }: Tongue,
): string {
  const isExact = question === 'price' || question === 'headroom';
  if (isExact && answer.is === 'none') return words.alike;
  return words.answer(
    answer,
    answer.of.map((i) => names[i] ?? ''),
  );
}

function questionOf({ question }: AnsweredQuestion, tongue: Tongue): string {
  const { questions } = tongue.words;
  switch (question) {
    case 'headroom':
      return questions.headroom;
    case 'price':
      return questions.price;
    case 'cost-per-request':
      return questions.costPerRequest;
    default: {
      const { kind } = METRICS[question];
      if (kind === 'rate') return questions.throughput;
      if (kind === 'share') return questions.errors;
      return kind === 'latency' ? questions.lower(nameFigure(question, tongue)) : questions.better;
    }
  }
}

/** With a mark where it was measured under another load than the first. */
function cellOf(
  { question }: AnsweredQuestion,
  value: number | null,
  i: number,
  { runs, pairs, currency }: Comparing,
  tongue: Tongue,
): string {
  const { words, numbers } = tongue;
  const cost = runs[i]?.result.cost;
  if (question === 'price') return cost === undefined ? '–' : writePrice(cost, tongue);
  if (value === null) return '–';
  if (question === 'headroom') return numbers.percent(Math.max(0, value));
  const text =
    question === 'cost-per-request'
      ? words.perMillion(writeAmount(value, currency ?? '', tongue))
      : writeFigure(question, value, tongue);
  const isOther = i > 0 && pairs[i - 1]?.verdict === 'not-comparable';
  return isOther ? words.share(text, words.carries['other-load']) : text;
}

function levelsTable({ runs, levels }: Comparing, { words, numbers }: Tongue): Piece[] {
  const names = runs.map(({ name }) => name);
  const rows = levels.map(({ perSecond, of, take }) => [
    words.upTo(`${numbers.count(perSecond)} req/s`),
    ...of.map((carries) => words.carries[carries]),
    words.take(take.map((i) => names[i] ?? '')),
  ]);
  const shown = grid([words.columns.load, ...names, words.columns.take], [], rows);
  return shown.length === 0 ? [] : [...shown, paragraph(words.levelsRule)];
}
