import type { Plan } from '../config/plan.ts';
import { explainUnusedProxies } from '../config/target/unused-proxies.ts';
import { clean } from '../report/escape.ts';
import type { Terminal } from './terminal.ts';

/** Says at once which proxy is not used: a target that only it leads to is waited for in vain. So does the report. */
export function noteProxies(plan: Plan, { env, err }: Pick<Terminal, 'env' | 'err'>): Plan {
  const notices = explainUnusedProxies(plan, env);
  for (const notice of notices) err(`tailgate: ${clean(notice)}\n`);
  return { ...plan, notices: [...notices, ...plan.notices] };
}
