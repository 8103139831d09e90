import type { CauseOf } from '../../evidence/result/causes.ts';
import { enumerate } from './names.ts';

const KINDS = {
  timeout: 'time-outs of',
  socket: 'broken connections of',
  unanswered: 'unanswered requests of',
  body: 'unreadable responses of',
} as const;

/** `mostly 400 responses to create unit and list units`; null where nothing stands out. */
export function describeMainErrors(main: CauseOf<'error-floor'>['main']): string | null {
  if (main === null) return null;
  const kind = main.kind === 'status' ? `${main.status ?? ''} responses to` : KINDS[main.kind];
  if (main.endpoints.length === 0) return `mostly ${kind} many requests`;
  return `${main.all ? 'all of them' : 'mostly'} ${kind} ${enumerate(main.endpoints, 2)}`;
}
