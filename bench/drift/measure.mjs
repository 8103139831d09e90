/** Replays histories night by night, as they came. */

import { drifts } from './kinds.mjs';
import { changeOf, drawNights } from './nights.mjs';

/** Nights that there are before anything is asked. */
const FIRST_LOOK = 8;

export const keyOf = ({ metric, endpoint }) => `${metric}/${endpoint}`;

/**
 * @param tell what an issue would be about after each night: the shifts for the worse among the records so far
 * @returns `early`: histories in which something was told without a drift; `delays`: of the others, nights from the
 *   drift until it was told, ascending; `named`: of what was told then, how often another machine was named
 */
export function measure(tell, unitOf, count, kind) {
  const random = unitOf(kind.seed);
  let early = 0;
  let named = 0;
  const delays = [];
  for (let history = 0; history < count; history++) {
    const nights = [];
    let told = null;
    for (const record of drawNights(kind, random)) {
      nights.push(record);
      if (nights.length < FIRST_LOOK) continue;
      const worse = tell(nights);
      if (worse.length === 0) continue;
      told = { night: record.night, worse };
      break;
    }
    if (told !== null && (!drifts(kind) || told.night <= changeOf(kind))) early++;
    else if (drifts(kind)) {
      delays.push(told === null ? Number.POSITIVE_INFINITY : told.night - changeOf(kind));
      if (told?.worse.some((shift) => shift.machines)) named++;
    }
  }
  return { kind, count, early, named, delays: delays.sort((a, b) => a - b) };
}

/**
 * Runs judged against the nights before them: each history's last one, once as it is and once 20 % slower.
 *
 * @param judge says of records and a run 'regressed', 'too-few' or anything else
 */
export function measureGate(judge, unitOf, count, kind) {
  const random = unitOf(kind.seed);
  const seen = { runs: 0, falseFails: 0, fails: 0, open: 0 };
  for (let history = 0; history < count; history++) {
    const nights = [...drawNights(kind, random)];
    // From the twentieth night on every fifth one, so that short histories are among them.
    for (let at = 20; at < nights.length; at += 5) {
      const before = nights.slice(0, at);
      const as = judge(before, nights[at], 1);
      seen.runs++;
      seen.open += Number(as === 'too-few');
      seen.falseFails += Number(as === 'regressed');
      seen.fails += Number(judge(before, nights[at], 1.2) === 'regressed');
    }
  }
  return { kind, ...seen };
}
