import { CALIBRATION_CASES } from './calibration-cases.ts';
import type { Case } from './case.ts';
import { HISTORY_CASES } from './history-cases.ts';
import { LIVE_CASES } from './interleaved-cases.ts';
import { LIVE_SILENCE_CASES } from './interleaved-coverage-cases.ts';
import { LIVE_END_CASES } from './interleaved-end-cases.ts';
import { LIVE_HOST_CASES } from './interleaved-host-cases.ts';
import { LIMIT_CASES } from './limit-cases.ts';
import { OTHER_CASES } from './other-cases.ts';
import { RANDOM_CASES } from './random-cases.ts';
import { STORED_CASES } from './stored-cases.ts';

export const CASES: readonly Case[] = [
  ...LIMIT_CASES,
  ...STORED_CASES,
  ...HISTORY_CASES,
  ...LIVE_CASES,
  ...LIVE_SILENCE_CASES,
  ...LIVE_HOST_CASES,
  ...LIVE_END_CASES,
  ...CALIBRATION_CASES,
  ...OTHER_CASES,
  ...RANDOM_CASES,
];
