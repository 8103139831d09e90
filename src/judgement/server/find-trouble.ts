import type { Plan } from '../../config/plan.ts';
import type { CauseOf } from '../../evidence/result/causes.ts';
import type { ServerFigures } from '../../evidence/server/server-figures.ts';

/** What kept the series from being read, as far as that is known. */
export function findTrouble(
  series: string,
  { server, plan }: { readonly server: ServerFigures | null; readonly plan: Pick<Plan, 'probes'> },
): CauseOf<'server-no-readings'>['trouble'] {
  const problems = server?.problems ?? [];
  const own = plan.probes?.find((probe) => probe.series.some(({ key }) => key === series));
  const found =
    problems.find((one) => one.series === series) ??
    problems.find((one) => one.series === undefined && (own === undefined || one.key === own.key));
  return found?.code ?? null;
}
