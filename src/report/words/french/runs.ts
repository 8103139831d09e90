/** Words about runs of a history, in French. */
import { counted } from './grammar.ts';

export function runsInFrench(count: number): string {
  return counted(count, 'essai');
}

export function noteAdvisingInFrench({
  runs: count,
  gatesFrom,
}: {
  readonly runs: number;
  readonly gatesFrom: number;
}): string {
  return `avertit seulement\u00a0: ${runsInFrench(count)} d’historique, et il en faut ${gatesFrom} pour faire échouer`;
}

export function adviseRunsInFrench(more: number): string {
  return `Enregistrez ${counted(more, 'essai de plus', 'essais de plus')}, par exemple un chaque nuit avec la policy nightly.`;
}
