/** The rows of the table of flows, each with its steps, in words and for no medium yet; names are not escaped. */
import { truncate } from '../escape.ts';
import type { Publication } from '../report.ts';
import { formatCount, plural } from '../words/format.ts';
import { enumerate } from '../words/names.ts';
import { type FigureCells, figuresIn, formatPart } from './endpoint-table.ts';

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
export function flowRows({ result }: Publication): readonly FlowRow[] {
  const { flows = [], endpoints, conditions, search } = result;
  if (search !== undefined) return [];
  const figures = figuresIn(result);
  return flows.flatMap((flow): FlowRow[] => {
    const { share } = conditions.flows?.find(({ name }) => name === flow.name) ?? {};
    const { walks: _, ...own } = flow;
    const steps = flow.steps.flatMap((name) => endpoints.find((endpoint) => endpoint.name === name) ?? []);
    return [
      {
        ...figures(own),
        method: null,
        share: share === undefined ? null : formatPart(share),
        notReached: null,
      },
      ...steps.map((step) => ({
        ...figures(step),
        method: step.method,
        share: null,
        notReached: formatCount(step.walks?.notReached ?? 0),
      })),
    ];
  });
}

/** What the figures of flows mean, and which walks are in none of them; none without flows. */
export function flowNotes({ result: { flows = [], interleaved } }: Publication): readonly string[] {
  if (flows.length === 0) return [];
  const sliced = (interleaved?.order.split(' ')[0]?.length ?? 0) > 2;
  return [
    `A flow takes the time of its requests together, without thinking${sliced ? ' and without the pauses between slices, in which its user stays where it is' : ''}; it fails with its first step that does. Walks are no requests, and no figure of all requests counts them.`,
    ...unfinished(flows, interleaved === null ? '' : ' on the target'),
    ...unfinished(interleaved?.flows ?? [], ' on the base'),
  ];
}

function unfinished(flows: readonly Pick<Flow, 'name' | 'walks'>[], where: string): string[] {
  const open = flows.filter(({ walks }) => walks.notFinished > 0);
  if (open.length === 0) return [];
  const all = open.reduce((sum, { walks }) => sum + walks.notFinished, 0);
  const each = open.map(({ name, walks }) => `${formatCount(walks.notFinished)} of ${truncate(name, 60)}`);
  return [
    `${plural(all, 'walk')}${where} ${all === 1 ? 'was' : 'were'} not finished when the load ended: ${enumerate(each)}.`,
  ];
}
