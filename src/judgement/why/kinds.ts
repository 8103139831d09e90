import type { Explanation } from '../../evidence/result/why.ts';
import type { Asked } from './asked.ts';
import { explainByEndpoint } from './by-endpoint.ts';
import { explainByServerTiming } from './by-server-timing.ts';

/**
 * What can explain that a figure got worse, a row a kind. Of what accounts for equally much, the kind that stands first
 * comes first.
 * @param found by the kinds above: which requests are worth a closer look
 */
export const KINDS: readonly ((asked: Asked, found: readonly Explanation[]) => readonly Explanation[])[] = [
  explainByEndpoint,
  explainByServerTiming,
];
