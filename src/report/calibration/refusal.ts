import type { Plan } from '../../config/plan.ts';
import { clean } from '../escape.ts';
import { paint, wrap } from '../terminal/columns.ts';
import { name, type TerminalOptions } from '../terminal/tables.ts';

/** That a command came to nothing, why, and what to do, for a terminal. */
export function renderRefusal(
  what: string,
  plan: Plan,
  { reason, advice }: { readonly reason: string; readonly advice: string },
  { colour, width }: TerminalOptions,
): string {
  const sentences = [reason, advice].filter((sentence) => sentence !== '');
  const lines = sentences.flatMap((sentence) => wrap(clean(sentence), Math.max(20, width - 2)));
  const title = paint(`! ${what.toUpperCase()}`, 'warn', colour);
  return [`${title}  ${name(plan.name)}`, ...lines.map((line) => `  ${line}`)].join('\n');
}
