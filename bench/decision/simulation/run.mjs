import { cut, startCrew } from './crew.mjs';
import { ORDERS } from './growing.mjs';
import { BLOCKS, REGIMES } from './regimes.mjs';
import { ALLOWANCES, simulate } from './simulate.mjs';

/** Sessions without a change that tell how long Tailgate takes, before the other rules are given that time. */
const PILOT_SESSIONS = 250;
/** A chunk that the sessions of the tables never reach. */
const PILOT_CHUNK = 1_000_000;

/**
 * @param {number} sessions of each regime; of each order of growing noise half as many
 * @param {(text: string) => void} say what has been done
 * @returns `regimes`: { regime, rounds, counts, whole }, where `whole` has stalls that slow a whole round; `orders`: { order, sessions, alone, gate }
 */
export async function runSimulation(sessions, say) {
  const crew = startCrew();
  try {
    const regimes = [];
    for (const [index, regime] of REGIMES.entries()) {
      const rounds = roundsLikeOurs(index);
      const jobs = cut(sessions).map((part) => ({ ...part, regime: index, rounds }));
      const counts = await crew.run(jobs);
      const whole = await crew.run(jobs.map((job) => ({ ...job, effects: [0], slowShare: 1 })));
      regimes.push({ regime, rounds, counts, whole });
      say(`${regime.name}: ${sessions} sessions`);
    }
    const orders = [];
    const half = Math.ceil(sessions / 2);
    for (const [index, order] of ORDERS.entries()) {
      const counts = await crew.run(cut(half).map((part) => ({ ...part, order: index })));
      orders.push({ order, sessions: half, ...counts });
      say(`${order.name}: ${half} sessions`);
    }
    const sliced = [];
    for (const [index, regime] of REGIMES.entries()) {
      const counts = await crew.run(cut(sessions).map((part) => ({ ...part, sliced: index })));
      sliced.push({ regime, counts });
      say(`${regime.name}, in slices: ${sessions} sessions`);
    }
    return { sessions, regimes, orders, sliced };
  } finally {
    await crew.close();
  }
}

/** Equal time: as many rounds for each side as Tailgate takes on average where nothing has changed. */
function roundsLikeOurs(regime) {
  const job = { regime, chunk: PILOT_CHUNK, sessions: PILOT_SESSIONS, rounds: null, effects: [0] };
  const { blocks } = simulate(job)[`p99@${ALLOWANCES[0]}/0`];
  return Math.min(BLOCKS, Math.round(blocks / PILOT_SESSIONS));
}
