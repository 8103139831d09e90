/** Reads the probes of both sides while rounds are run, and gives each round what was read in it. */
import type { Plan } from '../../config/plan.ts';
import type { Round, RoundOrder, Side } from '../round.ts';
import { sentIn } from '../sent-in.ts';
import { openReader, type ProbedSide } from './open-readers.ts';
import type { ServerReadings, TimedReading } from './readings.ts';
import { ProbeSampler, type Sampled } from './sampler.ts';

interface Watched {
  /** Into the plan's probes. */
  readonly probe: number;
  readonly sampler: ProbeSampler;
}

/** A round's measured time, by the clock of this process. */
interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/** In slices, so long between two looks at what a database has counted, each of which keeps the next slice waiting. */
const LOOK_EVERY_MS = 2000;

/** What a side was sent since its probes were opened, and when its databases were last looked at. */
interface Counted {
  sent: number;
  lookedMs: number;
}

export class ProbeWatch {
  readonly #plan: Plan;
  readonly #sides = new Map<Side, readonly Watched[]>();
  readonly #counted = new Map<Side, Counted>();
  #begun: number[] = [];

  /** @param signal aborted when the run is cancelled: readings that are under way end at once */
  constructor(plan: Plan, signal: AbortSignal) {
    this.#plan = plan;
    signal.addEventListener('abort', () => void this.close(), { once: true });
  }

  /** Before the load: looks once whether each probe can be read. Never rejects. */
  async open(side: ProbedSide): Promise<void> {
    const { probes = [] } = this.#plan;
    const watched = probes.flatMap((probe, index): Watched[] => {
      const source = probe[side.side];
      if (source === null) return [];
      const reader = openReader(probe, source, side);
      return [{ probe: index, sampler: new ProbeSampler(probe, reader, side.redact) }];
    });
    this.#sides.set(side.side, watched);
    await Promise.all(watched.map(({ sampler }) => sampler.prepare()));
  }

  /** The load of an order is about to begin. */
  begin(): void {
    this.#begun = [];
  }

  /** A stage of it begins its measured time. */
  measuring({ side, slice }: RoundOrder, stage: number): void {
    if (stage === this.#begun.length) this.#begun.push(performance.now());
    // In slices the sides take turns many times a second: both are read all the time.
    const sides = slice === undefined ? [side] : [...this.#sides.keys()];
    const isNew = stage > 0;
    for (const one of sides) {
      for (const { sampler } of this.#sides.get(one) ?? []) {
        sampler.start();
        // Where a stage begins, the one before it ends: what both of them counted can be told apart.
        if (isNew) void sampler.mark();
      }
    }
  }

  /** The load of the order is over. @returns the rounds with what was read in them */
  async end({ side, slice, warmUp }: RoundOrder, rounds: readonly Round[]): Promise<readonly Round[]> {
    const watched = this.#sides.get(side) ?? [];
    if (watched.length === 0) return rounds;
    if (slice === undefined) {
      await Promise.all(watched.map(({ sampler }) => sampler.pause()));
    }
    await this.#countDatabases(side, rounds, slice !== undefined);
    const sampled = watched.map(({ probe, sampler }) => ({ probe, ...sampler.take() }));
    if (warmUp) return rounds;
    const spans = rounds.map(({ measuredMs }, i): Span => {
      const fromMs = this.#begun[i] ?? performance.now();
      return { fromMs, toMs: this.#begun[i + 1] ?? fromMs + measuredMs };
    });
    return rounds.map((round, i) => ({
      ...round,
      server: sampled.map((one) => this.#seenIn(one, spans[i] as Span, round, i === spans.length - 1)),
    }));
  }

  /** What databases have counted since the load began, which belongs to no round alone. */
  async #countDatabases(side: Side, rounds: readonly Round[], isSliced: boolean): Promise<void> {
    const counted = this.#counted.get(side) ?? { sent: 0, lookedMs: Number.NEGATIVE_INFINITY };
    this.#counted.set(side, counted);
    counted.sent += sentIn(rounds);
    const nowMs = performance.now();
    if (isSliced && nowMs - counted.lookedMs < LOOK_EVERY_MS) return;
    counted.lookedMs = nowMs;
    await Promise.all(
      (this.#sides.get(side) ?? []).map(({ sampler }) => sampler.countDatabase(counted.sent)),
    );
  }

  async close(): Promise<void> {
    const all = [...this.#sides.values()].flat();
    await Promise.all(all.map(({ sampler }) => sampler.close()));
  }

  #seenIn(
    { probe, taken, limits, machine, troubles, database }: Sampled & { readonly probe: number },
    { fromMs, toMs }: Span,
    { measuredMs }: Round,
    isLast: boolean,
  ): ServerReadings[number] {
    // The first one after a stage's end shows what was counted until then.
    const after = taken.find(({ nowMs }) => nowMs >= toMs);
    const own = taken.filter(
      (one) => (one.nowMs >= fromMs && one.nowMs < toMs) || one === after || (isLast && one.nowMs >= toMs),
    );
    const readings = own.map(({ nowMs, values }): TimedReading => {
      const wallMs = nowMs - fromMs;
      return { atMs: Math.min(wallMs, measuredMs), wallMs, isInside: wallMs <= measuredMs, values };
    });
    const { kind } = (this.#plan.probes ?? [])[probe] as NonNullable<Plan['probes']>[number];
    return {
      probe,
      kind,
      readings,
      limits,
      ...(machine && { machine }),
      troubles: isLast ? troubles : [],
      ...(isLast && database && { database }),
    };
  }
}
