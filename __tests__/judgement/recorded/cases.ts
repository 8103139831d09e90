import type { Case } from './case.ts';
import { HISTORY_CASES } from './history-cases.ts';
import { LIMIT_CASES } from './limit-cases.ts';
import { LIVE_CASES } from './live-cases.ts';
import { OTHER_CASES } from './other-cases.ts';
import { RANDOM_CASES } from './random-cases.ts';
import { STORED_CASES } from './stored-cases.ts';

export const CASES: readonly Case[] = [
  ...LIMIT_CASES,
  ...STORED_CASES,
  ...HISTORY_CASES,
  ...LIVE_CASES,
  ...OTHER_CASES,
  ...RANDOM_CASES,
];
