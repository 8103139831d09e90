/** Records of nights as they are kept, format tailgate-history/1, from a short description and a seed. */
import { quantilesOf } from '../../evidence/quantiles.ts';
import { generator } from '../generator.ts';

export interface Night {
  /** Counted from 0. */
  readonly from: number;
  /** The last one that is so; by default all that follow. */
  readonly to?: number;
  readonly p99Ms?: number | null;
  readonly throughputPerSecond?: number;
  readonly errorRate?: number;
  readonly requests?: number;
  readonly release?: string;
  readonly verdict?: string;
  readonly excluded?: string;
  readonly connections?: number;
  readonly durationSeconds?: number;
  readonly machine?: string;
  /** Factor on the P99 of `create owner` alone. */
  readonly owner?: number;
}

export interface Nights {
  readonly count: number;
  /** Log standard deviation of P99; a third of it of throughput. */
  readonly spread?: number;
  readonly seed?: number;
  /** Later ones count where several speak of a night. */
  readonly are?: readonly Night[];
  /** By request name, where it isn't the whole's. */
  readonly p99Ms?: Readonly<Record<string, number>>;
  readonly mix?: readonly {
    readonly name: string;
    readonly method: string;
    readonly path: string;
    readonly share: number;
  }[];
}

const FIRST = Date.parse('2026-10-01T02:00:00.000Z');
const DAY_MS = 86_400_000;
const MIX = [
  { name: 'list buildings', method: 'GET', path: '/api/v1/buildings', share: 0.8 },
  { name: 'create owner', method: 'POST', path: '/api/v1/owners', share: 0.2 },
];

export function makeNights({ count, spread = 0.03, seed = 1, are = [], mix = MIX, p99Ms: own = {} }: Nights) {
  const { normal } = generator(seed);
  return Array.from({ length: count }, (_, n) => {
    const night: Night = Object.assign(
      { from: n },
      ...are.filter(({ from, to = count }) => n >= from && n <= to),
    );
    const { p99Ms = 83, throughputPerSecond = 311, errorRate = 0, requests = 6220, owner = 1 } = night;
    const whole = {
      requests,
      latencyMs: p99Ms === null ? null : quantilesOf(p99Ms * Math.exp(spread * normal())),
      throughputPerSecond: throughputPerSecond * Math.exp((spread / 3) * normal()),
      errorRate,
    };
    return {
      format: 'tailgate-history/1' as const,
      suite: 'realistic-00000000',
      name: 'realistic',
      at: new Date(FIRST + n * DAY_MS).toISOString(),
      commit: (n + 1).toString(16).padStart(8, 'a').padEnd(40, '0'),
      ref: 'main',
      run: { id: String(1000 + n), attempt: 1 },
      event: 'schedule',
      policy: 'nightly' as const,
      release: night.release ?? null,
      verdict: (night.verdict ?? 'pass') as 'pass',
      excluded: night.excluded ?? null,
      conditions: {
        tool: 'tailgate 0.1.0',
        model: 'closed' as const,
        stages: [
          {
            name: null,
            connections: night.connections ?? 10,
            ratePerSecond: null,
            arrivals: null,
            durationSeconds: night.durationSeconds ?? 20,
          },
        ],
        timeoutSeconds: 10,
        machine: night.machine ?? 'linux x64, 2 cores',
        mix: [...mix],
      },
      whole,
      endpoints: mix.map(({ name, share }) => ({
        ...whole,
        name,
        requests: Math.round(share * requests),
        throughputPerSecond: share * whole.throughputPerSecond,
        latencyMs:
          whole.latencyMs === null
            ? null
            : quantilesOf(
                (own[name] ?? (whole.latencyMs.p99 as number)) * (name === 'create owner' ? owner : 1),
              ),
      })),
    };
  });
}
