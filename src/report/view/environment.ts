/** What its owner says of the environment, what it costs, and what its processors would carry; nothing is escaped. */
import { type CostPeriod, writeCost } from '../../config/cost.ts';
import { ENVIRONMENT_BOUNDS } from '../../config/schema/environment-schema.ts';
import { cpuShareOf } from '../../evidence/cpu-share.ts';
import { peakRate } from '../../evidence/peak-rate.ts';
import { projectCapacity } from '../../evidence/projection.ts';
import type { Publication } from '../report.ts';
import { formatPerSecond } from '../words/format.ts';
import { describeProjection } from '../words/projection.ts';
import { data, type Fact, words } from './fact.ts';

type Result = Publication['result'];

/** Empty where the file declares nothing, and no probe watched the server. */
export function environmentFacts({ result }: Publication): readonly Fact[] {
  const declared = Object.entries(result.conditions.environment ?? {}).slice(0, ENVIRONMENT_BOUNDS.entries);
  const facts = [
    ...declared.map(([name, text]) => data('Environment', `${name}: ${text}`)),
    words('Cost', costOf(result)),
    words('Projected capacity', projectionOf(result)),
  ];
  return facts.filter((fact) => fact !== null);
}

/** `27.30 EUR/month: 11 /s for each EUR`; null where nobody says what it costs. */
function costOf({ cost }: Result): string | null {
  if (cost === undefined) return null;
  const { throughputPerUnit: rate, currency, per } = cost;
  const bought = rate === null ? '' : `: ${formatPerSecond(rate)} for each ${currency} ${A[per]}`;
  return `${writeCost(cost)}${bought}`;
}

const A: Readonly<Record<CostPeriod, string>> = {
  hour: 'an hour',
  day: 'a day',
  month: 'a month',
  year: 'a year',
};

function projectionOf(result: Result): string | null {
  const projection = projectCapacity(peakRate(result), cpuShareOf(result.server));
  return projection && describeProjection(projection, result.search?.capacity ?? null);
}
