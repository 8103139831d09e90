/** Gates that the blocks of the budget have not decided, and what would decide them, in words. */
import { METRICS } from '../../config/metrics.ts';
import type { CauseOf } from '../../evidence/result/causes.ts';
import { formatChangeSize, formatCount, formatSeconds } from './format.ts';
import { beginSentence, enumerate, nameRow } from './names.ts';

type Undecided = CauseOf<'undecided'>;

/** A quantile from which on a nearer one is worth a thought. */
const FAR = 0.99;
/** Nobody waits so many times as long as the budget is. */
const HARDLY = 10;

export function describeUndecided({ scopes, beyond, blocks }: Undecided): string {
  const after = `after ${formatCount(blocks)} ${blocks === 1 ? 'block' : 'blocks'}`;
  const open = `${enumerate(scopes.map(nameRow))} ${scopes.length === 1 ? 'is' : 'are'} undecided ${after}`;
  if (beyond.length === 0) return open;
  // Where these are all of them, there is no need to say twice which.
  const which =
    beyond.length < scopes.length ? enumerate(beyond.map(nameRow)) : beyond.length === 1 ? 'it' : 'they';
  const [is, its] = beyond.length === 1 ? ['is', 'its tolerance'] : ['are', 'their tolerances'];
  return `${open}: ${which} ${is} beyond ${its} at 95 %, but a fail needs 99 % or more`;
}

export function adviseUndecided(cause: Undecided): string {
  if (cause.tooShort !== null) return adviseLonger(cause, cause.tooShort);
  const advice = [
    describeDetectable(cause),
    adviseBlocks(cause),
    ...cause.thin.map(adviseThin),
    adviseNearer(cause),
  ];
  return advice.filter((sentence) => sentence !== null).join(' ');
}

function adviseLonger(
  { budgetBlocks, budgetSeconds }: Undecided,
  { passes, fails, scopes }: NonNullable<Undecided['tooShort']>,
): string {
  const names = enumerate(scopes.map(nameRow));
  const held = `The budget allows ${formatCount(budgetBlocks)} ${budgetBlocks === 1 ? 'block' : 'blocks'}`;
  const few =
    passes > budgetBlocks
      ? `nothing can be decided in fewer than ${passes}, and a regression of ${names} can't be shown in fewer than ${fails}`
      : `a regression of ${names} can't be shown in fewer than ${fails}`;
  return `${held}, but ${few}: raise gate.rounds.budget to at least ${formatSeconds((budgetSeconds * fails) / budgetBlocks)}.`;
}

function describeDetectable({ detectable }: Undecided): string | null {
  if (detectable.length === 0) return null;
  const parts = detectable.map((row) => `${formatChangeSize(row.metric, row.size)} (${nameRow(row)})`);
  return `With this much noise, a worsening of ${enumerate(parts)} or more would probably show.`;
}

function adviseBlocks({ blocks, blocksMore, budgetBlocks, budgetSeconds, aboutSpeed }: Undecided): string {
  const easier = aboutSpeed
    ? 'a quieter environment, a wider tolerance or more load'
    : 'a wider tolerance or more load';
  if (blocksMore === 0) return `A longer gate.rounds.budget, ${easier} would help.`;
  const needed = blocks + blocksMore;
  if (needed > HARDLY * budgetBlocks) return `More blocks would hardly decide it; ${easier} would.`;
  const seconds = (budgetSeconds * needed) / budgetBlocks;
  const more = `${formatCount(blocksMore)} more ${blocksMore === 1 ? 'block' : 'blocks'}`;
  return `About ${more} would decide it: raise gate.rounds.budget to ${formatSeconds(seconds)}; ${easier} would need fewer.`;
}

/** Where a block has too few responses to be compared by itself, more of the same blocks are the long way. */
function adviseThin({ responses, wanted, ...row }: Undecided['thin'][number]): string {
  const weight = row.endpoint === null ? 'more load' : 'a larger weight or more load';
  return beginSentence(
    `${nameRow(row)} has about ${formatCount(responses)} ${row.flow ? 'walks' : 'responses'} per block on both sides together, and a step of the comparison needs ${formatCount(wanted)}: give it ${weight}.`,
  );
}

/** A tail that far out rests on few responses; nearer ones tell a change sooner. */
function adviseNearer({ scopes }: Undecided): string | null {
  const far = scopes.some(({ metric }) => {
    const row = METRICS[metric];
    return row.kind === 'latency' && row.quantile >= FAR;
  });
  return far ? 'A gate on P95 takes about a third of the time of one on P99.' : null;
}
