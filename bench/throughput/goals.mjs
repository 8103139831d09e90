/** A ratio of two contenders in the same alternation, and what it has to be at least. */
export const GOALS = [
  {
    of: 'tailgate-realistic',
    to: 'wrk-realistic',
    least: 0.7,
    what: 'realistic mix, Tailgate ÷ wrk with Lua',
  },
  {
    of: 'tailgate-realistic',
    to: 'autocannon-realistic',
    least: 1.8,
    what: 'realistic mix, Tailgate ÷ autocannon',
  },
  { of: 'tailgate-flow', to: 'wrk-flow', least: 0.6, what: 'flow of four steps, Tailgate ÷ wrk with Lua' },
  { of: 'tailgate-flow', to: 'k6-flow', least: 6, what: 'flow of four steps, Tailgate ÷ k6' },
  { of: 'tailgate-trivial', to: 'autocannon-trivial', least: 1.1, what: 'GET /, Tailgate ÷ autocannon' },
];

/**
 * @param {Map<string, {perSecond: number, cpuUs: number | null}[]>} runs by contender, in the order of the alternations
 * @returns for each goal whose contenders ran: its ratios of throughput, their median, and the ratio of processor time
 */
export function judgeGoals(runs) {
  return GOALS.filter(({ of, to }) => runs.has(of) && runs.has(to)).map((goal) => {
    const pairs = runs.get(goal.of).map((own, i) => [own, runs.get(goal.to)[i]]);
    const ratios = pairs.map(([own, other]) => own.perSecond / other.perSecond);
    const ratio = median(ratios);
    const cpu = pairs.map(([own, other]) => other.cpuUs / own.cpuUs);
    return { ...goal, ratios, ratio, cpuRatio: median(cpu), met: ratio >= goal.least };
  });
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
