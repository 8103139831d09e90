/** Every rule that is tried, by name. What the target's P99 is higher by is `factor`. */
import { mannWhitney } from '../mann-whitney.mjs';
import { SESSION_LEVEL } from '../simulation/regimes.mjs';
import { mergeLogP99 } from '../simulation/session.mjs';
import { isHigh } from './kayenta.mjs';
import { ASSUMED_SPREAD, judgeStored } from './tailgate.mjs';

/** Rounds of a run as it is often used, 30 s, whatever time the others get. */
export const SHORT_RUN_ROUNDS = 10;

/** A run's own level against another session's, in units of `driftSd`: the session's level and the slow drift. */
export const RUN_TO_RUN = Math.sqrt(SESSION_LEVEL ** 2 + 1 / 2);

/**
 * Rules that look once. `rounds` is what each side gets; where only the target is measured, it gets both sides' time.
 */
export const PEERS = [
  { key: 'run10', name: 'one run each, > 10 %', fails: (session) => oneRunRatio(session) > 1.1 },
  { key: 'run20', name: 'one run each, > 20 %', fails: (session) => oneRunRatio(session) > 1.2 },
  {
    key: 'short10',
    name: 'one 30 s run each, > 10 %',
    rounds: SHORT_RUN_ROUNDS,
    fails: (session) => oneRunRatio({ ...session, rounds: SHORT_RUN_ROUNDS }) > 1.1,
  },
  { key: 'stored10', name: 'stored number, > 10 %', fails: (session) => storedRatio(session) > 1.1 },
  {
    key: 'double',
    name: "stored number, > 200 % (github-action-benchmark's default)",
    fails: (session) => storedRatio(session) > 2,
  },
  {
    key: 'stored',
    name: '**Tailgate, one stored number**',
    fails: ({ today, earlier, factor, rounds }) =>
      judgeStored(today, earlier, { factor, rounds: 2 * rounds, spread: ASSUMED_SPREAD }),
  },
  {
    key: 'storedKnown',
    name: '**Tailgate, one stored number, spread set to its real value**',
    fails: ({ today, earlier, factor, rounds, driftSd }) =>
      judgeStored(today, earlier, { factor, rounds: 2 * rounds, spread: RUN_TO_RUN * driftSd }),
  },
  {
    key: 'mannWhitney',
    name: 'Mann–Whitney .05, all base then all target',
    fails: ({ today, factor, rounds }) => {
      const { base, target } = sides(today, factor, rounds, (i) => i < rounds);
      return mannWhitney(base, target).pGreater < 0.05;
    },
  },
  {
    key: 'kayenta',
    name: "Kayenta's judge, base and target alternating",
    fails: ({ today, factor, rounds }) => {
      const { base, target } = sides(today, factor, rounds, (i) => i % 2 === 0);
      return isHigh(base, target);
    },
  },
];

function oneRunRatio({ today, factor, rounds }) {
  const base = mergeLogP99(today, 0, rounds);
  return Math.exp(mergeLogP99(today, rounds, 2 * rounds) - base) * factor;
}

function storedRatio({ today, earlier, factor, rounds }) {
  const before = mergeLogP99(earlier, 0, 2 * rounds);
  return Math.exp(mergeLogP99(today, 0, 2 * rounds) - before) * factor;
}

/** Each round's P99 in ms, by side. */
function sides({ logP99 }, factor, rounds, isBase) {
  const base = [];
  const target = [];
  for (let i = 0; i < 2 * rounds; i++) {
    if (isBase(i)) base.push(Math.exp(logP99[i]));
    else target.push(Math.exp(logP99[i]) * factor);
  }
  return { base, target };
}
