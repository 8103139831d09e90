/** The rows of the table of flows, each with its steps, in words and for no medium yet; names are not escaped. */
import { truncate } from '../escape.ts';
import type { Publication } from '../report.ts';
import { type Words, wordsFor } from '../words/language.ts';
import { type FigureCells, figuresIn } from './endpoint-table.ts';

type Result = Publication['result'];
type Flow = NonNullable<Result['flows']>[number];

export interface FlowRow extends FigureCells {
  /** Of a step; null of a flow, whose `requests` are the walks that are over. */
  readonly method: string | null;
  /** Of all that users begin; null of a step. */
  readonly share: string | null;
  /** Walks that failed before the step; null of a flow. */
  readonly notReached: string | null;
}

/** Each flow, and below it its steps in their order; empty without flows, and of a search, which has many loads. */
export function flowRows(report: Publication): readonly FlowRow[] {
  const { flows = [], endpoints, conditions, search } = report.result;
  if (search !== undefined) return [];
  const words = wordsFor(report);
  const figures = figuresIn(report.result, words);
  return flows.flatMap((flow): FlowRow[] => {
    const { share } = conditions.flows?.find(({ name }) => name === flow.name) ?? {};
    const { walks: _, ...own } = flow;
    const steps = flow.steps.flatMap((name) => endpoints.find((endpoint) => endpoint.name === name) ?? []);
    return [
      {
        ...figures(own),
        method: null,
        share: share === undefined ? null : words.formatPercent(share),
        notReached: null,
      },
      ...steps.map((step) => ({
        ...figures(step),
        method: step.method,
        share: null,
        notReached: words.formatCount(step.walks?.notReached ?? 0),
      })),
    ];
  });
}

/** What the figures of flows mean, and which walks are in none of them; none without flows. */
export function flowNotes(report: Publication): readonly string[] {
  const { flows = [], interleaved } = report.result;
  if (flows.length === 0) return [];
  const words = wordsFor(report);
  const sliced = (interleaved?.order.split(' ')[0]?.length ?? 0) > 2;
  return [
    words.notes.flows(sliced),
    ...unfinished(flows, interleaved === null ? null : 'target', words),
    ...unfinished(interleaved?.flows ?? [], 'base', words),
  ];
}

function unfinished(
  flows: readonly Pick<Flow, 'name' | 'walks'>[],
  side: 'target' | 'base' | null,
  { notes, enumerate }: Words,
): string[] {
  const open = flows.filter(({ walks }) => walks.notFinished > 0);
  if (open.length === 0) return [];
  const all = open.reduce((sum, { walks }) => sum + walks.notFinished, 0);
  const each = open.map(({ name, walks }) => notes.countOf(walks.notFinished, truncate(name, 60)));
  return [notes.notFinished(all, side, enumerate(each))];
}
