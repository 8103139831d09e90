/** What is counted in the measured time, stage by stage. Times are ms of the worker's monotonic clock. */
import type { RequestSpec } from '../../config/plan.ts';
import type { Flow } from '../../config/scenario.ts';
import type { OutcomeKind } from '../round.ts';
import type { PickedRequest } from './dispatch.ts';
import { HealthMonitor } from './health.ts';
import type { RoundPart, SecondStats, StageResult } from './messages.ts';
import { countOpen, type RequestEnd } from './outcome.ts';
import { lastEndOf } from './retries.ts';
import { Seconds } from './seconds.ts';
import { Silences, within } from './silences.ts';
import { Stats } from './stats.ts';
import { Ticks } from './ticks.ts';
import type { Walk } from './walk.ts';
import { WalkLedger, type WalkPortions } from './walk-ledger.ts';

interface CountedStage {
  readonly stats: Stats;
  readonly ticks: Ticks | null;
  readonly health: HealthMonitor;
}

/** What only the end of the load tells. */
interface LoadEnd {
  /** When sending ended, and when waiting did. */
  readonly endMs: number;
  readonly nowMs: number;
  /** Still unanswered. */
  readonly open: readonly (PickedRequest | null)[];
}

export type MeasuredStage = Omit<StageResult, 'sent' | 'writes' | 'firstMs'>;

/** What is asked. */
interface Asked {
  readonly requests: readonly RequestSpec[];
  readonly flows: readonly Flow[];
  /** Walks that are under way. */
  readonly walks: Iterable<Walk>;
}

export class MeasuredLoad {
  readonly startMs: number;
  readonly silences: Silences;
  readonly #part: RoundPart;
  readonly #asked: Asked;
  readonly #ledger: WalkLedger;
  readonly #onStage: (stage: number) => void;
  /** Those that have begun. */
  readonly #stages: CountedStage[] = [];
  readonly #seconds = new Seconds();
  /** When the next stage begins; +∞ where there is none. */
  #nextMs: number;
  #endMs: number;

  /**
   * Begins with the first stage.
   * @param onStage told of each stage that begins
   */
  constructor(part: RoundPart, asked: Asked, startMs: number, onStage: (stage: number) => void) {
    this.startMs = startMs;
    this.#part = part;
    this.#asked = asked;
    const isStep = asked.requests.map(({ flow }) => flow !== undefined);
    this.#ledger = new WalkLedger(asked.flows, isStep, asked.walks);
    this.#onStage = onStage;
    this.#endMs = startMs + part.stages.reduce((sum, { durationMs }) => sum + durationMs, 0);
    this.silences = new Silences(startMs, this.#endMs);
    this.#nextMs = startMs;
    this.advance(startMs);
  }

  get endMs(): number {
    return this.#endMs;
  }

  /** When the next stage begins, or the load ends. */
  get nextMs(): number {
    return Math.min(this.#nextMs, this.#endMs);
  }

  get sent(): number {
    return this.#stages.reduce((sum, { stats }) => sum + stats.sent, 0);
  }

  /** Begins what is to have begun by then. */
  advance(nowMs: number): void {
    while (nowMs >= this.#nextMs && this.#nextMs < this.#endMs) this.#begin(this.#nextMs);
  }

  /** Which stage a request belongs to that is due then; null outside the measured time. */
  stageAt(dueMs: number): number | null {
    if (dueMs < this.startMs || dueMs >= this.#endMs) return null;
    this.advance(dueMs);
    let stage = this.#stages.length - 1;
    // What was due in the stage before may be picked late.
    while (stage > 0 && dueMs < (this.#stages[stage] as CountedStage).stats.startMs) stage--;
    return stage;
  }

  /** A walk has begun. @param stage in which it was due; null of the warm-up */
  startWalk(walk: Walk, stage: number | null): void {
    this.#ledger.start(walk, stage);
  }

  notReached(walk: Walk, request: number): void {
    this.#ledger.notReached(walk, request);
  }

  /** A walk is over, with a step that was sent in the measured time: like that, it belongs to it. */
  endWalk({ flow, isOut, stepsMs }: Walk, outcome: RequestEnd, nowMs: number): void {
    if (isOut) return;
    if (nowMs < this.#endMs) this.advance(nowMs);
    this.#stages.at(-1)?.stats.recordFlow(flow, outcome, stepsMs, nowMs);
  }

  /** It goes on after the measured time. */
  leaveWalk(walk: Walk): void {
    this.#ledger.leave(walk);
  }

  /** A user's thinking before such a request, as far as it falls into the measured time. */
  addThinking(request: number, fromMs: number, toMs: number): void {
    const untilMs = Math.min(toMs, this.#endMs);
    const sinceMs = Math.max(fromMs, this.startMs);
    const ms = untilMs - sinceMs - this.silences.pausedMs(sinceMs, untilMs);
    if (ms > 0) this.#stages.at(-1)?.stats.addThinking(request, ms, untilMs);
  }

  countSent(stage: number, request: number): void {
    this.#stages[stage]?.stats.countSent(request);
  }

  countResent({ stage, request }: PickedRequest): void {
    if (stage !== null) this.#stages[stage]?.stats.countResent(request);
  }

  countRepeated({ stage, request }: PickedRequest): void {
    if (stage !== null) this.#stages[stage]?.stats.countRepeated(request);
  }

  wantsSample({ stage, request }: PickedRequest, kind: OutcomeKind, status: number | null): boolean {
    return stage !== null && this.#stages[stage]?.stats.wantsSample(request, kind, status) === true;
  }

  /** The generator's own lateness, of a request that is sent now. */
  late(lagMs: number): void {
    this.#stages.at(-1)?.health.sent(lagMs);
  }

  /** @param whole what the request came to with this attempt; null where it goes on */
  record(picked: PickedRequest, attempt: RequestEnd, whole: RequestEnd | null, nowMs: number): void {
    this.silences.see(attempt.kind === 'success' || attempt.intercepted !== null, nowMs);
    if (whole !== null) return this.#end(picked, whole, nowMs);
    if (picked.stage !== null)
      this.#stages[picked.stage]?.stats.recordRetried(picked.request, attempt, nowMs);
  }

  takeSecond(): SecondStats {
    return this.#seconds.take();
  }

  /** Nothing is sent any more: what is waited for leaves the thread idle. */
  endLoad(): void {
    this.#stages.at(-1)?.health.endLoad();
  }

  /**
   * The measured time ends now, earlier than planned.
   * @param repeated what was to be sent again: it ends with what it had
   */
  endAt(endMs: number, repeated: readonly PickedRequest[]): void {
    this.#endMs = Math.min(endMs, this.#endMs);
    this.silences.endAt(this.#endMs);
    for (const { stats } of this.#stages) stats.endAt(this.#endMs);
    for (const picked of repeated) this.#end(picked, lastEndOf(picked), endMs);
  }

  finish({ endMs, nowMs, open }: LoadEnd): readonly MeasuredStage[] {
    this.advance(endMs);
    this.#endMs = Math.min(endMs, this.#endMs);
    this.#ledger.finish();
    const silences = this.silences.finish(nowMs);
    return this.#stages.map(({ stats, ticks, health }, stage) => {
      const isLast = stage === this.#stages.length - 1;
      const { startMs } = stats;
      const stageEndMs = Math.min(this.#endMs, stats.endMs);
      const [fromMs, toMs] = [startMs - this.startMs, stageEndMs - this.startMs];
      return {
        measuredMs: stageEndMs - startMs,
        pausedMs: this.silences.pausedMs(startMs, stageEndMs),
        // What goes on beyond the load's end belongs to its last stage; else the next one has the rest.
        silences: within(silences, fromMs, isLast ? Number.POSITIVE_INFINITY : toMs),
        ticks: ticks?.finish(stageEndMs) ?? [],
        ...withWalks(stats.finish(stageEndMs, countOpen(open, stage)), this.#ledger.of(stage)),
        generator: health.finish(),
      };
    });
  }

  #end({ stage, request, trace }: PickedRequest, outcome: RequestEnd, nowMs: number): void {
    const inTime = nowMs < this.#endMs;
    this.#seconds.see(outcome, inTime, stage !== null);
    if (inTime) {
      this.advance(nowMs);
      const current = this.#stages.at(-1);
      current?.stats.complete(request, outcome, nowMs);
      const sentIn = stage === null ? null : stage === this.#stages.length - 1 ? 'this' : 'earlier';
      current?.ticks?.see(outcome, sentIn, nowMs);
    }
    if (stage !== null) this.#stages[stage]?.stats.record(request, outcome, nowMs, trace);
  }

  #begin(startMs: number): void {
    const { stages, batches, ticks } = this.#part;
    const stage = this.#stages.length;
    const { durationMs: lengthMs } = stages[stage] as RoundPart['stages'][0];
    this.#stages.at(-1)?.health.endLoad();
    const health = new HealthMonitor();
    const stats = new Stats({
      requests: this.#asked.requests,
      flows: this.#asked.flows,
      startMs,
      lengthMs,
      batches,
      open: stages[0].arrivals !== null,
      pauses: this.silences,
    });
    this.#stages.push({ stats, ticks: ticks ? new Ticks(startMs, lengthMs, this.silences) : null, health });
    this.#ledger.beginStage();
    this.#nextMs = stage + 1 < stages.length ? startMs + lengthMs : Number.POSITIVE_INFINITY;
    health.start();
    this.#onStage(stage);
  }
}

function withWalks(
  { requests, flows }: ReturnType<Stats['finish']>,
  { flows: walks, steps }: WalkPortions,
): Pick<StageResult, 'requests' | 'flows'> {
  return {
    requests: requests.map((portion, request) => {
      const step = steps[request];
      return step ? { ...portion, walks: step } : portion;
    }),
    flows: flows.map((portion, flow) => ({ ...portion, ...(walks[flow] as WalkPortions['flows'][0]) })),
  };
}
