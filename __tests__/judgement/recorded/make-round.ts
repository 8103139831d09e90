/** The one builder of engine rounds, from a description and a seed; of an order with one stage. */
import { totalDurationMs } from '../../../src/config/load/whole-load.ts';
import type { Batch, RequestStats, Round, RoundOrder, Silence } from '../../../src/engine/round.ts';
import { generator } from '../generator.ts';
import { type Spell, spellOf, type Traffic } from './traffic.ts';

export interface Loaded {
  /** What the noise is drawn from, with the side and the number of the round. */
  readonly seed: string;
  readonly mix: readonly { readonly name: string; readonly weight: number }[];
  readonly connections: number;
  readonly timeoutMs: number;
  readonly isOpen: boolean;
  readonly address: string;
  /** Of a round, where the description says nothing. */
  readonly batches: number;
  readonly perSecond: number;
}

const START = Date.parse('2026-11-02T09:00:00.000Z');
/** Where the latencies of a batch are parted: seldom in the middle, so that rounds merge fast, often in the tail. */
const EDGES = [
  ...Array.from({ length: 18 }, (_, i) => i / 20),
  ...Array.from({ length: 41 }, (_, i) => 0.9 + i / 400),
];
const ERROR_MS = 5;
const PATH_STATUS = { rateLimited: '429', loginRedirects: '302', challenges: '403' } as const;
const OUTCOMES = ['timeout', 'socket', 'unanswered', 'body'] as const;

export function makeRound(order: RoundOrder, traffic: Traffic, loaded: Loaded): Round {
  const whole = spellOf(traffic, order.sequence, null);
  const place = order.slice === undefined ? '' : `/${order.slice}`;
  const random = generator(hash(`${loaded.seed}/${order.side}/${order.sequence}${place}`));
  const { noise = 0.02, ended, drainMs = 20 } = whole;
  const plannedMs = totalDurationMs(order);
  const measuredMs = Math.min(plannedMs, ended?.afterMs ?? plannedMs);
  const slower = Math.exp(noise * random.normal());
  const faster = Math.exp((noise / 3) * random.normal());
  const weights = loaded.mix.reduce((sum, { weight }) => sum + weight, 0);
  const round: Round = {
    side: order.side,
    ...(order.warmUp && { warmUp: true }),
    ...(order.slice !== undefined && { slices: [order.slice] }),
    stage: order.stage,
    startedAt: new Date(START + order.sequence * 10_000).toISOString(),
    measuredMs,
    plannedMs,
    elapsedMs: order.warmupMs + measuredMs + drainMs,
    connections: loaded.connections,
    seed: order.seed,
    address: whole.address === undefined ? loaded.address : whole.address,
    requests: loaded.mix.map(({ name, weight }) => {
      const spell = spellOf(traffic, order.sequence, name);
      const own = traffic.names?.[name]?.perSecond;
      const perSecond = own ?? (((whole.perSecond ?? loaded.perSecond) * weight) / weights) * faster;
      const requests = Math.round((perSecond * measuredMs) / 1000);
      return tallyOf(name, requests, { spell, loaded, measuredMs, slower, normal: random.normal });
    }),
    ended: ended ?? { how: 'complete' },
    generator: {
      workers: 1,
      cpuShare: 0.1,
      waitShare: 0,
      // A thread that runs has its loop busy.
      utilisation: whole.generator?.cpuShare ?? 0.1,
      machineShare: 0.5,
      loopDelay: [],
      loopDelayP99Ms: 0.2,
      lateShare: loaded.isOpen ? 0 : null,
      worstLagMs: 0,
      ...whole.generator,
    },
  };
  return { ...round, silences: silencesOf(round), requests: withBusyTime(round) };
}

/** By whole batches, since more is not described. */
function silencesOf({ requests }: Round): readonly Silence[] {
  let longest: Silence = { fromMs: 0, insideMs: 0, beyondMs: 0 };
  let fromMs = 0;
  let atMs = 0;
  for (const [i, { seconds }] of (requests[0]?.batches ?? []).entries()) {
    atMs += 1000 * seconds;
    if (requests.some(({ batches }) => (batches[i]?.completedSuccesses ?? 0) > 0)) fromMs = atMs;
    else if (atMs - fromMs > longest.insideMs) longest = { fromMs, insideMs: atMs - fromMs, beyondMs: 0 };
  }
  return longest.insideMs > 0 ? [longest] : [];
}

/** Each connection always has a request under way; which took how long of it is no matter here. */
function withBusyTime({ requests, connections, measuredMs }: Round): Round['requests'] {
  const all = requests.flatMap(({ batches }) => batches).reduce((sum, batch) => sum + batch.requests, 0);
  return requests.map((stats) => ({
    ...stats,
    batches: stats.batches.map((batch) => ({
      ...batch,
      busyMs: all > 0 ? (connections * measuredMs * batch.requests) / all : 0,
    })),
  }));
}

interface Drawn {
  readonly spell: Spell;
  readonly loaded: Loaded;
  readonly measuredMs: number;
  readonly slower: number;
  readonly normal: () => number;
}

function tallyOf(name: string, requests: number, drawn: Drawn): RequestStats {
  const { spell, loaded } = drawn;
  const { errors = {}, path = {}, resent = 0, uncounted = 0, inFlight = 0 } = spell;
  const counts = Object.entries(errors).map(([kind, share]) => [kind, Math.round(share * requests)] as const);
  const count = (kind: string): number => counts.find(([one]) => one === kind)?.[1] ?? 0;
  const onPath = (kind: keyof typeof PATH_STATUS): number => Math.round((path[kind] ?? 0) * requests);
  const statuses: Record<string, number> = Object.fromEntries(counts.filter(([kind]) => /^\d+$/.test(kind)));
  for (const [kind, status] of Object.entries(PATH_STATUS)) {
    const turnedAway = onPath(kind as keyof typeof PATH_STATUS);
    if (turnedAway > 0) statuses[status] = (statuses[status] ?? 0) + turnedAway;
  }
  const refused = Object.values(statuses).reduce((sum, one) => sum + one, 0);
  const failed = refused + OUTCOMES.reduce((sum, kind) => sum + count(kind), 0);
  const success = Math.max(0, requests - failed - inFlight);
  const outcomes = {
    success,
    status: refused,
    check: 0,
    body: count('body'),
    timeout: count('timeout'),
    socket: count('socket'),
    unanswered: count('unanswered'),
  };
  return {
    name,
    sent: success + failed + inFlight + uncounted,
    resent: Math.round(resent * requests),
    outcomes,
    inFlight,
    statuses,
    codes: outcomes.socket > 0 ? { ECONNRESET: outcomes.socket } : {},
    intercepted: {
      rateLimited: onPath('rateLimited'),
      loginRedirects: onPath('loginRedirects'),
      challenges: onPath('challenges'),
      retryAfterSeconds: path.retryAfterSeconds ?? null,
    },
    samples: Object.keys(statuses).map((status) => ({
      kind: 'status' as const,
      status: Number(status),
      text: spell.says?.[status] ?? `{"error":"${status} of ${name}"}`,
    })),
    ...retriesOf(requests, failed, spell),
    batches: batchesOf(outcomes, { ...drawn, loaded }),
  };
}

/** Those that failed at last were sent again three times. */
function retriesOf(requests: number, failed: number, { repeated }: Spell): Pick<RequestStats, 'retries'> {
  if (repeated === undefined) return {};
  const counts = Object.entries(repeated).map(
    ([kind, share]) => [kind, Math.round(share * requests)] as const,
  );
  const all = counts.reduce((sum, [, count]) => sum + count, 0);
  return {
    retries: {
      repeated: all,
      recovered: Math.max(0, all - 3 * failed),
      givenUp: 0,
      statuses: Object.fromEntries(counts.filter(([kind]) => /^\d+$/.test(kind))),
      ends: {
        timeout: 0,
        socket: 0,
        unanswered: 0,
        ...Object.fromEntries(counts.filter(([kind]) => /^\D/.test(kind))),
      },
    },
  };
}

function batchesOf(outcomes: RequestStats['outcomes'], drawn: Drawn): Batch[] {
  const { spell, loaded, measuredMs, slower, normal } = drawn;
  const m = spell.batches ?? loaded.batches;
  const { burst = m, served = m, wobble = 0.02, p99Ms = 83, medianMs = 0.22 * p99Ms } = spell;
  return Array.from({ length: m }, (_, i): Batch => {
    const factor = slower * Math.exp(wobble * normal());
    const good = i < served ? part(outcomes.success, i, served) : 0;
    const bad = (count: number): number => (i < burst ? part(count, i, burst) : 0);
    const [answered, late] = [bad(outcomes.status + outcomes.body), bad(outcomes.timeout)];
    const failed = answered + late + bad(outcomes.socket) + bad(outcomes.unanswered);
    return {
      seconds: measuredMs / 1000 / m,
      requests: good + failed,
      errors: failed,
      ...(spell.repeated && { retried: retriedIn(spell.repeated, good + failed) }),
      busyMs: 0,
      completedSuccesses: good,
      completedResponses: good + answered,
      latency: [...spread(good, medianMs * factor, p99Ms * factor), ...spike(loaded.timeoutMs, late)],
      latencyOfErrors: spike(ERROR_MS, answered),
      service: loaded.isOpen ? spread(good, 0.9 * medianMs * factor, 0.9 * p99Ms * factor) : [],
    };
  });
}

function retriedIn(repeated: NonNullable<Spell['repeated']>, requests: number): number {
  return Math.round(Object.values(repeated).reduce((sum, share) => sum + share, 0) * requests);
}

/** The i-th of m parts of a whole number, adding up to it. */
function part(total: number, i: number, m: number): number {
  return Math.floor(((i + 1) * total) / m) - Math.floor((i * total) / m);
}

function spike(ms: number, count: number): number[] {
  return count > 0 ? [edgeUs(ms * 1000), count] : [];
}

/** Log-logistic: its quantiles have a closed form, median · (p / (1 − p))^s. */
function spread(count: number, medianMs: number, p99Ms: number): number[] {
  const s = Math.log(p99Ms / medianMs) / Math.log(99);
  const edges =
    count < EDGES.length ? Array.from({ length: count + 1 }, (_, i) => i / Math.max(1, count)) : EDGES;
  const buckets = new Map<number, number>();
  for (let i = 0; i + 1 < edges.length; i++) {
    const [from = 0, to = 1] = [edges[i], edges[i + 1]];
    const share = (from + to) / 2;
    const edge = edgeUs(1000 * medianMs * (share / (1 - share)) ** s);
    const here = Math.round(count * to) - Math.round(count * from);
    if (here > 0) buckets.set(edge, (buckets.get(edge) ?? 0) + here);
  }
  return [...buckets].flat();
}

/** Lower edge of the bucket of three significant digits that holds the value. */
function edgeUs(valueUs: number): number {
  const width = 2 ** Math.max(0, Math.floor(Math.log2(valueUs)) - 10);
  return Math.max(1, Math.floor(valueUs / width) * width);
}

/** FNV-1a. */
function hash(text: string): number {
  let state = 0x811c9dc5;
  for (const char of text) state = Math.imul(state ^ (char.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return state;
}
