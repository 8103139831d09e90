/** Gates that the blocks of the budget have not decided, and what would decide them, in French. */
import { METRICS } from '../../../config/metrics.ts';
import type { CauseOf } from '../../../evidence/result/causes.ts';
import { beginSentence } from '../names.ts';
import { counted, et, FIGURES_IN_FRENCH, le, nameRowInFrench } from './grammar.ts';

type Undecided = CauseOf<'undecided'>;

const F = FIGURES_IN_FRENCH;

/** A quantile from which on a nearer one is worth a thought. */
const FAR = 0.99;
/** Nobody waits so many times as long as the budget is. */
const HARDLY = 10;

export function describeUndecidedInFrench({ scopes, beyond, blocks }: Undecided): string {
  const open = `${et(scopes.map(nameRowInFrench))}\u00a0: pas tranché après ${counted(blocks, 'bloc')}`;
  if (beyond.length === 0) return open;
  // Where these are all of them, there is no need to say twice which.
  const which =
    beyond.length < scopes.length ? `${et(beyond.map(nameRowInFrench))} hors tolérance` : 'hors tolérance';
  return `${open}\u00a0; ${which} à 95\u202f%, alors qu’un échec demande 99\u202f% ou plus`;
}

export function adviseUndecidedInFrench(cause: Undecided): string {
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
  const names = et(scopes.map(nameRowInFrench));
  const few =
    passes > budgetBlocks
      ? `rien ne peut être tranché en moins de ${passes}, ni une régression (${names}) établie en moins de ${fails}`
      : `une régression (${names}) ne peut pas être établie en moins de ${fails}`;
  return `Le budget contient ${counted(budgetBlocks, 'bloc')}, et ${few}\u00a0: portez gate.rounds.budget à au moins ${F.formatSeconds((budgetSeconds * fails) / budgetBlocks)}.`;
}

function describeDetectable({ detectable }: Undecided): string | null {
  if (detectable.length === 0) return null;
  const parts = detectable.map(
    (row) => `${F.formatChangeSize(row.metric, row.size)} (${nameRowInFrench(row)})`,
  );
  return `Avec autant de bruit, une dégradation apparaît probablement à partir de ${et(parts)}.`;
}

function adviseBlocks({ blocks, blocksMore, budgetBlocks, budgetSeconds, aboutSpeed }: Undecided): string {
  const easier = aboutSpeed
    ? 'un environnement plus calme, une tolérance plus large ou plus de charge'
    : 'une tolérance plus large ou plus de charge';
  if (blocksMore === 0) return `Un gate.rounds.budget plus long, ${easier} aiderait.`;
  const needed = blocks + blocksMore;
  if (needed > HARDLY * budgetBlocks)
    return `Davantage de blocs n’y suffirait guère\u00a0; ${easier} le pourrait.`;
  const seconds = (budgetSeconds * needed) / budgetBlocks;
  return `Environ ${counted(blocksMore, 'bloc de plus', 'blocs de plus')} suffiraient à trancher\u00a0: portez gate.rounds.budget à ${F.formatSeconds(seconds)}\u00a0; avec ${easier}, il en faudrait moins.`;
}

/** Where a block has too few responses to be compared by itself, more of the same blocks are the long way. */
function adviseThin({ responses, wanted, ...row }: Undecided['thin'][number]): string {
  const weight = row.endpoint === null ? 'plus de charge' : 'un poids plus grand ou plus de charge';
  return beginSentence(
    `${le(row)} repose sur environ ${counted(responses, row.flow ? 'itération' : 'réponse')} par bloc des deux côtés, alors qu’une étape de la comparaison en demande ${F.formatCount(wanted)}\u00a0: il faut ${weight}.`,
  );
}

/** A tail that far out rests on few responses; nearer ones tell a change sooner. */
function adviseNearer({ scopes }: Undecided): string | null {
  const far = scopes.some(({ metric }) => {
    const row = METRICS[metric];
    return row.kind === 'latency' && row.quantile >= FAR;
  });
  return far ? 'Une limite sur le P95 demande environ le tiers du temps d’une limite sur le P99.' : null;
}
