import { summariseServer } from '../../../src/evidence/server/summarise-server.ts';
import { parse } from '../../config/example.ts';
import { makeSteadyRound } from '../make-round.ts';

const plan = parse(`load: { connections: 1, duration: 20s }
scenario:
  requests: [{ name: a, get: /a }]
probes:
  - prometheus: { url: "{{target}}/metrics", series: { cpu: process_cpu_seconds_total } }
gate: { p99: { max: 1 s } }
`);

test('what a request costs is shared by those that were answered: others of an overload took nothing of it', () => {
  const round = makeSteadyRound({ seconds: 20, perSecond: 100, names: { a: 1 } });
  const [list] = round.requests;
  if (list === undefined) throw new Error('no request');
  // Half a core for twenty seconds.
  const readings = [0, 5, 10, 15, 20].map((at) => ({
    atMs: 1000 * at,
    wallMs: 1000 * at,
    isInside: true,
    values: [3 + at / 2],
  }));
  const server = [{ probe: 0, kind: 'prometheus' as const, readings, limits: [null], troubles: [] }];
  const { outcomes } = list;
  const overloaded = {
    ...list,
    sent: list.sent + 3000,
    outcomes: { ...outcomes, success: outcomes.success - 300, status: 300, timeout: 2000, unanswered: 1000 },
  };
  for (const requests of [[list], [overloaded]]) {
    const figures = summariseServer([{ ...round, requests, server }], plan);
    expect(figures?.cpuPerRequest?.seconds).toBeCloseTo(10 / 2000, 9);
    expect(figures?.rounds).toEqual([{ seconds: 20, requests: 2000 }]);
  }
});
