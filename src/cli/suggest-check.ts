import { METRICS } from '../config/metrics.ts';
import type { OptionValues } from '../config/option-values.ts';
import type { Plan } from '../config/plan.ts';
import type { Cause } from '../evidence/result/causes.ts';
import { writeCommand } from '../report/view/reproduce.ts';

/** What keeps a load from beginning and may be the configuration's, and what many errors are told by. */
const OF_USE: readonly Cause['code'][] = [
  'not-ready',
  'login-failed',
  'setup-failed',
  'service-broken',
  'error-floor',
  'few-errors',
  'failing-alike',
  'unanswered',
  'never-reached',
];

/** The command that says what each request is answered, for a run whose causes call for that; else null. */
export function suggestCheck(causes: readonly Cause[], plan: Plan, said: OptionValues): string | null {
  const calls = causes.some(
    (cause) =>
      OF_USE.includes(cause.code) || (cause.code === 'over-limit' && METRICS[cause.metric].kind === 'share'),
  );
  return calls ? writeCommand('check', plan, said) : null;
}
