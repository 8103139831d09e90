import { PEERS } from '../rules/index.mjs';
import { table } from '../table.mjs';
import { DISCARD_SECONDS, EFFECTS, MEASURE_SECONDS, ROUND_SECONDS } from './regimes.mjs';

const OURS = [
  { key: 'p99@0.02', name: '**Tailgate, interleaved base**, allowance 2 %' },
  { key: 'p99@0', name: '**Tailgate, interleaved base**, allowance 0' },
];

/** Share of sessions that fail, with its standard error, for each rule, regime and change. */
export function rulesTable({ sessions, regimes }) {
  const head = ['rule', ...regimes.map(({ regime, rounds }) => `${regime.name} (${seconds(rounds)} s)`)];
  const lines = [...OURS, ...PEERS].map(({ key, name, rounds }) => [
    rounds ? `${name} (${2 * rounds * MEASURE_SECONDS} s)` : name,
    ...regimes.map(({ counts }) =>
      EFFECTS.map((effect) => percent(counts[`${key}/${effect}`].fail, sessions)).join(' / '),
    ),
  ]);
  return table(head, lines);
}

/** False fails of the rules that merge rounds into one run, were a stall to slow every request of its round. */
export function stallTable({ sessions, regimes }) {
  const lines = PEERS.filter(({ key }) => `${key}/0` in regimes[0].whole).map(({ key, name }) => [
    name,
    ...regimes.map(({ counts, whole }) =>
      [counts, whole].map((one) => percent(one[`${key}/0`].fail, sessions)).join(' → '),
    ),
  ]);
  return table(['rule', ...regimes.map(({ regime }) => regime.name)], lines);
}

/** Tailgate alone: fail, pass and inconclusive, and how long it takes. */
export function outcomesTable({ sessions, regimes }) {
  const head = ['regime', 'allowance', 'changed', 'change', 'fail %', 'pass %', 'inconclusive %', 'mean s'];
  const kinds = [
    ['p99', 'P99'],
    ['all', 'P99 and throughput'],
  ];
  const lines = regimes.flatMap(({ regime, counts }) =>
    [0.02, 0].flatMap((allowance) =>
      kinds.flatMap(([kind, words]) =>
        EFFECTS.filter((effect) => kind === 'p99' || effect > 0).map((effect) => {
          const { fail, pass, inconclusive, blocks } = counts[`${kind}@${allowance}/${effect}`];
          return [
            regime.name,
            `${100 * allowance} %`,
            effect === 0 ? 'nothing' : words,
            effect === 0 ? '–' : `+${100 * effect} %`,
            ...[fail, pass, inconclusive].map((count) => percent(count, sessions)),
            seconds(blocks / sessions),
          ];
        }),
      ),
    ),
  );
  return table(head, lines);
}

/** Slices where both sides share a host, and rounds of 3 s beside them, both with an allowance of 2 %. */
export function slicedTable({ sessions, regimes, sliced }) {
  const head = ['regime', 'change of P99', 'blocks', 'fail %', 'pass %', 'inconclusive %', 'mean s'];
  const lines = regimes.flatMap(({ regime, counts }, i) =>
    EFFECTS.flatMap((effect) => {
      const change = effect === 0 ? 'none' : `+${100 * effect} %`;
      const rounds = counts[`p99@0.02/${effect}`];
      const slices = sliced[i].counts[effect];
      const cells = ({ fail, pass, inconclusive }) =>
        [fail, pass, inconclusive].map((count) => percent(count, sessions));
      return [
        [regime.name, change, 'rounds', ...cells(rounds), seconds(rounds.blocks / sessions)],
        [regime.name, change, '**slices**', ...cells(slices), Math.round(slices.seconds / sessions)],
      ];
    }),
  );
  return table(head, lines);
}

/** False fails where the sizes of the differences follow an order. */
export function ordersTable({ orders }) {
  const head = [
    'sizes of the differences',
    'the level of 1 % alone, crossed %',
    'the gate on P99 as it is, failed %',
  ];
  return table(
    head,
    orders.map(({ order, sessions, alone, gate }) => [
      order.name,
      percent(alone, sessions),
      percent(gate, sessions),
    ]),
  );
}

/** Rounds of both sides, as seconds of measuring and discarding. */
function seconds(rounds) {
  return Math.round(2 * rounds * ROUND_SECONDS);
}

/** `0.30±0.05`: a standard error is only given where it isn't 0. */
function percent(count, of) {
  const share = count / of;
  const error = 100 * Math.sqrt((share * (1 - share)) / of);
  const digits = share < 0.1 ? 2 : 1;
  const text = (100 * share).toFixed(count === 0 ? 0 : digits);
  return error === 0 ? text : `${text}±${error.toFixed(2)}`;
}

export const TIMES = `${MEASURE_SECONDS} s measured after ${DISCARD_SECONDS} s discarded`;
