/** How nights are drawn: each kind says what is typical of a night, on which machine it was measured, and what differs. */

export const NIGHTS = 100;
/** What changes changes after this many nights. */
export const CHANGE_AT = 40;
const TYPICAL_MS = 100;
/** A night that stalls is twice as slow. */
const STALLED = 2;

/**
 * One history of a kind. ln P99 = ln 100 ms + what the kind adds + s · e, where e has the variance 1: drawn anew for each
 * night, or with ρ of the night before it.
 *
 * @param kind a row of kinds.mjs
 * @param random uniform in [0, 1)
 * @returns records, oldest first, each with `night`, counted from 1
 */
export function* drawNights(kind, random) {
  const { spread, stalls = 0, drift = 0, rho = 0, hosts = null } = kind;
  let last = null;
  for (let night = 1; night <= NIGHTS; night++) {
    const stall = stalls > 0 && random() < stalls ? STALLED : 1;
    const fresh = kind.tails ? student(random, kind.tails) : normal(random);
    last = last === null ? fresh : rho * last + Math.sqrt(1 - rho ** 2) * fresh;
    const host = hosts ? hosts[pick(hosts, random())] : hostOf(kind, night);
    const added = shiftOf(kind, night) + (drift > 0 && night > changeOf(kind) ? Math.log1p(drift) : 0);
    const p99Ms = stall * TYPICAL_MS * (1 + host.slower) * Math.exp(added + spread * last);
    if (kind.missing && random() < kind.missing) continue;
    yield { ...record(night, p99Ms, host.name), night };
  }
}

/** After how many nights a kind's drift begins. */
export function changeOf({ driftAt = CHANGE_AT }) {
  return driftAt;
}

/** On logs, beside the drift. */
function shiftOf(kind, night) {
  const { weekend = 0, creep = 0, blip = null } = kind;
  // The first night is a Thursday's.
  const isWeekend = night % 7 === 3 || night % 7 === 4;
  const crept = creep * Math.max(0, night - changeOf(kind));
  const inBlip = blip !== null && night > CHANGE_AT && night <= CHANGE_AT + blip.nights;
  return (isWeekend ? Math.log1p(weekend) : 0) + crept + (inBlip ? Math.log1p(blip.by) : 0);
}

function hostOf({ machineChange = null }, night) {
  return machineChange !== null && night > CHANGE_AT
    ? { name: 'another machine', slower: machineChange }
    : { name: 'the usual machine', slower: 0 };
}

function pick(hosts, at) {
  let sum = 0;
  const found = hosts.findIndex(({ share }) => {
    sum += share;
    return at < sum;
  });
  return found < 0 ? hosts.length - 1 : found;
}

/** Only the P99 wavers: what is counted is one figure's alarms. */
export function record(night, p99Ms, machine) {
  return {
    at: new Date(Date.UTC(2026, 0, night, 3)).toISOString(),
    commit: night.toString(16).padStart(40, '0'),
    run: { id: String(night), attempt: 1 },
    policy: 'nightly',
    verdict: 'pass',
    excluded: null,
    release: null,
    conditions: { machine: `4 × ${machine}, 16 GiB, linux x64, Node v24.0.0` },
    whole: { requests: 20_000, latencyMs: { p99: p99Ms }, throughputPerSecond: 300, errorRate: 0 },
    endpoints: [],
  };
}

/** Box and Muller. */
export function normal(random) {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Student's t with so many degrees of freedom, more than 2, scaled to a variance of 1. */
function student(random, degrees) {
  const value = normal(random);
  let squares = 0;
  for (let i = 0; i < degrees; i++) squares += normal(random) ** 2;
  return (value / Math.sqrt(squares / degrees)) * Math.sqrt((degrees - 2) / degrees);
}
