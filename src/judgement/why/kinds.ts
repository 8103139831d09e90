import type { Explanation } from '../../evidence/result/why.ts';
import type { Asked } from './asked.ts';
import { explainByEndpoint } from './by-endpoint.ts';
import { explainByServerTiming } from './by-server-timing.ts';
import { explainEverywhere } from './everywhere.ts';

/**
 * What can explain that a figure got worse, a row a kind. Of what accounts for equally much, the kind that stands first
 * comes first.
 */
export const EVIDENCE: readonly ((asked: Asked) => readonly Explanation[])[] = [
  explainByEndpoint,
  explainByServerTiming,
  explainEverywhere,
];
