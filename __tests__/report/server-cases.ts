/** Runs whose server's side was read, of which the texts are kept as golden files. */
import type { PlannedProbe, ServerBounds } from '../../src/config/probes/probe.ts';
import { seededRandom } from '../../src/engine/random.ts';
import { once } from '../../src/evidence/once.ts';
import type { ServerFigures, ServerSeries } from '../../src/evidence/server/server-figures.ts';
import { judge } from '../../src/judgement/judge.ts';
import type { Report } from '../../src/report/report.ts';
import { makeSeries, makeServer } from '../judgement/server/make-series.ts';
import * as cases from './cases.ts';

const MIB = 2 ** 20;
const NO_BOUNDS = { max: null, min: null, drift: null, regression: null };
const PROBES: readonly PlannedProbe[] = (['process', 'postgres'] as const).map((kind, i) => ({
  kind,
  key: `probes[${i}].${kind}`,
  everyMs: 2000,
  target: { reads: 'process', which: { by: 'own' } },
  base: null,
  isShared: false,
  series: [],
}));
const BOUNDS: readonly ServerBounds[] = [
  { ...NO_BOUNDS, series: 'load', unit: 'number', max: 3 },
  { ...NO_BOUNDS, series: 'connections', unit: 'connections', max: 12 },
  { ...NO_BOUNDS, series: 'memory', unit: 'bytes', max: 300 * MIB },
  { ...NO_BOUNDS, series: 'cpu-per-request', unit: 'seconds', max: 0.005 },
];

function seriesOf(highestConnections: number): ServerSeries[] {
  const { unit } = seededRandom('server');
  const values = (low: number, high: number) => Array.from({ length: 10 }, () => low + (high - low) * unit());
  const connections = [4, 6, 8, highestConnections, highestConnections, 9, 8, 8, 7, 6];
  return [
    { ...makeSeries('cpu', values(0.6, 0.9), { unit: 'cores' }), role: 'cpu', limit: 2 },
    { ...makeSeries('memory', values(180 * MIB, 190 * MIB)), role: 'memory' },
    { ...makeSeries('load', values(1.2, 2.4), { unit: 'number' }), isOfMachine: true },
    { ...makeSeries('connections', connections, { unit: 'connections' }), probe: 'postgres', limit: 100 },
    { ...makeSeries('longest-transaction', values(0.001, 0.02), { unit: 'seconds' }), probe: 'postgres' },
  ];
}

function report(highestConnections: number): Report {
  const { measurement: made, plan: before, run } = cases.pass;
  if (made === null) throw new Error('it was measured');
  const server: ServerFigures = makeServer(seriesOf(highestConnections), {
    cpuPerRequest: { seconds: 0.00251, of: ['cpu'] },
    machine: { cores: 2, memoryBytes: 8 * 1024 * MIB },
    problems: [
      {
        key: 'probes[1].postgres',
        probe: 'postgres',
        code: 'no-right',
        detail: 'GRANT pg_monitor TO "tailgate"',
        count: 10,
      },
    ],
  });
  const plan = { ...before, probes: PROBES, gate: { ...before.gate, server: BOUNDS } };
  const measurement = Object.assign(Object.create(Object.getPrototypeOf(made)), made, { server });
  const { verdict } = judge(plan, measurement, cases.pass.baseline);
  return { ...cases.pass, plan, measurement, verdict, run };
}

export const serverPass = once(() => report(11));
export const serverFail = once(() => report(14));
