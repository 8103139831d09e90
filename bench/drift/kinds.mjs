/** Which nights are tried. `seed` is what the draws of a row come from: the first rows' are as they have always been. */

/** Standard deviations of ln P99 from night to night. */
const SPREADS = [0.03, 0.1];
const DRIFTS = [0, 0.1, 0.2, 0.5];
/** Share of the nights that stall. */
const STALLS = [0, 0.05];

/** Nights drawn independently; in half of the rows one night in twenty stalls. */
export const INDEPENDENT = STALLS.flatMap((stalls) =>
  SPREADS.flatMap((spread) =>
    DRIFTS.map((drift) => ({
      seed: stalls === 0 ? `${spread} ${drift}` : `${spread} ${drift} ${stalls}`,
      spread,
      stalls,
      drift,
    })),
  ),
);

const TWO_HOSTS = [
  { name: 'Quick', share: 0.7, slower: 0 },
  { name: 'Slow', share: 0.3, slower: 0.25 },
];
const THREE_HOSTS = [
  { name: 'Usual', share: 0.6, slower: 0 },
  { name: 'Slow', share: 0.25, slower: 0.25 },
  { name: 'Quick', share: 0.15, slower: -0.15 },
];
/** One in ten is slower by half: with all nights together its runs are the history's tail. */
const RARE_HOST = [
  { name: 'Usual', share: 0.9, slower: 0 },
  { name: 'Rare', share: 0.1, slower: 0.5 },
];

/** What real nights do as well. `goal` is the key of a goal in goals.mjs. */
export const SHAPES = [
  ...[0.3, 0.6].flatMap((rho) => [
    { name: `ρ ${rho} from night to night`, rho, spread: 0.03, goal: `rho ${rho}` },
    { name: `ρ ${rho} from night to night`, rho, spread: 0.05, goal: `rho ${rho}` },
    { name: `ρ ${rho} from night to night`, rho, spread: 0.1, goal: `rho ${rho}` },
    { name: `ρ ${rho} from night to night`, rho, spread: 0.03, drift: 0.1 },
    { name: `ρ ${rho} from night to night`, rho, spread: 0.1, drift: 0.2 },
  ]),
  ...[
    { name: 'weekends 15 % faster', weekend: -0.15 },
    { name: 'heavy tails (*t* with 3 degrees of freedom)', tails: 3 },
    { name: 'three nights in ten missing', missing: 0.3 },
  ].flatMap((shape) => [
    { ...shape, spread: 0.05 },
    { ...shape, spread: 0.05, drift: 0.1 },
    { ...shape, spread: 0.05, drift: 0.2 },
  ]),
  { name: 'creep of .3 % a night', creep: 0.003, spread: 0.03, isDrift: true },
  { name: 'creep of .3 % a night', creep: 0.003, spread: 0.1, isDrift: true },
  {
    name: 'creep of 2 % a night from the first one on',
    creep: 0.02,
    spread: 0.03,
    isDrift: true,
    driftAt: 0,
  },
  ...[0.3, 1].flatMap((by) =>
    SPREADS.concat(0.05)
      .toSorted((a, b) => a - b)
      .map((spread) => ({
        name: `a blip: ${by === 1 ? '+100 %' : '+30 %'} for three nights`,
        blip: { by, nights: 3 },
        spread,
        goal: 'blips',
      })),
  ),
  { name: 'another machine, 25 % slower', machineChange: 0.25, spread: 0.05, isDrift: true },
  {
    name: 'another machine, as fast; drift 20 nights later',
    machineChange: 0,
    spread: 0.05,
    drift: 0.2,
    driftAt: 60,
  },
  ...[
    { name: 'two hosts by chance, 30 % of nights on one 25 % slower', hosts: TWO_HOSTS },
    { name: 'three hosts by chance, 60, 25 and 15 % of nights, 0, +25 and −15 %', hosts: THREE_HOSTS },
  ].flatMap((shape) => [
    { ...shape, spread: 0.05 },
    { ...shape, spread: 0.05, drift: 0.2 },
    { ...shape, spread: 0.05, drift: 0.5 },
  ]),
].map((kind) => ({ drift: 0, stalls: 0, ...kind, seed: seedOf(kind) }));

/** Whether there is something to be told. */
export function drifts({ drift = 0, isDrift = false }) {
  return drift > 0 || isDrift;
}

/** Runs that are judged against the nights before them. */
export const GATED = [
  { name: 'one machine', spread: 0.05 },
  { name: 'one machine, one night in twenty twice as slow', spread: 0.05, stalls: 0.05 },
  { name: 'one machine, heavy tails', spread: 0.05, tails: 3 },
  { name: 'two hosts by chance', spread: 0.05, hosts: TWO_HOSTS },
  { name: 'three hosts by chance', spread: 0.05, hosts: THREE_HOSTS },
  { name: 'one host in ten slower by half', spread: 0.05, hosts: RARE_HOST },
].map((kind) => ({ drift: 0, ...kind, seed: `gate ${kind.name}` }));

function seedOf({ name, spread, drift = 0 }) {
  return `${name} ${spread} ${drift}`;
}
