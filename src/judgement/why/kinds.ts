import type { Explanation } from '../../evidence/result/why.ts';
import type { Asked } from './asked.ts';
import { explainByEndpoint } from './by-endpoint.ts';
import { explainByResource } from './by-resource.ts';
import { explainByServerTiming } from './by-server-timing.ts';
import { explainByStatement } from './by-statement.ts';
import { explainByStep } from './by-step.ts';
import { explainByTable } from './by-table.ts';
import { explainEverywhere } from './everywhere.ts';

/**
 * What can explain that a figure got worse, a row a kind. Of what accounts for equally much, the kind that stands first
 * comes first; what comes before all others is decided in order.ts.
 */
export const EVIDENCE: readonly ((asked: Asked) => readonly Explanation[])[] = [
  explainByEndpoint,
  explainByStep,
  explainByServerTiming,
  explainByStatement,
  explainByTable,
  explainByResource,
  explainEverywhere,
];
