import type { Case } from './case.ts';
import { LIMIT_CASES } from './limit-cases.ts';
import { STORED_CASES } from './stored-cases.ts';

export const CASES: readonly Case[] = [...LIMIT_CASES, ...STORED_CASES];
