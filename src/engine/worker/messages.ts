/** What a worker thread and the main thread tell each other. Plain data: it crosses by structured clone. */
import type { Arrivals, RequestSpec } from '../../config/plan.ts';
import type { Flow } from '../../config/scenario.ts';
import type { Shard } from '../../config/shard.ts';
import type { Location } from '../../config/target/location.ts';
import type { Captures } from '../render.ts';
import type { RetryCounts } from '../retry-counts.ts';
import type {
  Batch,
  Buckets,
  Interceptions,
  Limiting,
  OutcomeKind,
  StepCounts,
  Stretch,
  UsedUp,
  WalkCounts,
} from '../round.ts';
import type { Tick } from '../tick.ts';
import type { Told } from '../timings.ts';
import type { PlainJar } from '../users/cookies.ts';
import type { TablePart } from './rows.ts';

/** One go through stages, for one worker. */
export interface RoundPart {
  /** At the first stage's beginning. */
  readonly warmupMs: number;
  readonly stages: readonly [StagePart, ...StagePart[]];
  /** Which of the workers that share the load it is, from 0, and of how many. */
  readonly share: Share;
  /** The measured time begins when it is told so, at the same moment as the others'; else after the warm-up. */
  readonly together?: boolean;
  /** Stretches of each stage that are counted apart. */
  readonly batches: number;
  /** Counts each half second, too. */
  readonly ticks?: boolean;
  /** Another round follows: users go on in it where they stand at the end of this one. */
  readonly pauses?: boolean;
  /** It only clears up behind users who are still on walks: what is always sent is sent, and nothing else. */
  readonly clears?: boolean;
  /** How often it tells what has come in since it told so last. Absent: each second. */
  readonly tellMs?: number;
  readonly seed: string;
  readonly uniquePrefix: string;
  /** Most requests that it sends, and in an open model most of those that it sends again; absent: any number. */
  readonly mostRequests?: number;
  readonly mostRepetitions?: number;
}

/** What logins gave. */
export interface LoggedIn {
  readonly captures: Captures;
  /** Of each user; absent where that is nothing. */
  readonly users?: readonly UserSession[];
  /** What every user's cookies begin with: by login, and behind these of no login. Absent without cookies. */
  readonly sharedJars?: readonly PlainJar[];
  /** What the latest shared logins set of these; absent where all of it is theirs. */
  readonly renewedJars?: readonly PlainJar[];
}

/** What a user of the load begins with, after its login. */
export interface UserSession {
  /** Of a login of its own; empty where it has none. */
  readonly captures: Captures;
  /** By login, as `sharedJars`; null of one that is shared. Empty without cookies. */
  readonly jars: readonly (PlainJar | null)[];
}

export interface Share {
  readonly worker: number;
  readonly of: number;
  /** Which machine it is on, where several make the load: the workers share that one's part. Absent: there is one. */
  readonly shard?: Shard;
}

export interface StagePart {
  readonly durationMs: number;
  /**
   * Kept open and busy at its end by all workers of all machines together, and at its beginning where that is another
   * number.
   */
  readonly connections: number;
  readonly fromConnections?: number;
  /** The open model's schedule, this worker's part of it; null in a closed model. */
  readonly arrivals: ArrivalsPart | null;
}

export interface ArrivalsPart extends Arrivals {
  /** Where between two arrivals of the first one falls, 0…1: several workers don't send at the same instants. */
  readonly phase: number;
}

/** One worker's part of the load, and its first round. */
export interface WorkerOrder extends RoundPart, Location, LoggedIn {
  /** Address that the readiness check reached; connecting to it spares a look-up for each connection. */
  readonly address: string | null;
  readonly requests: readonly RequestSpec[];
  /** Absent without flows. */
  readonly flows?: readonly Flow[];
  /** Its part of each table; absent without data. */
  readonly data?: readonly TablePart[];
  /** Number of its first user, one for each of its connections. */
  readonly firstUser: number;
  /** Indices of the requests that carry something captured by the login: a 401 to them may be an expired session. */
  readonly loggedIn: readonly number[];
  /** Which login of the run they are of, from 0. */
  readonly generation: number;
  /** Its own, of any of its rounds. */
  readonly mostConnections: number;
  readonly timeoutMs: number;
  /** Leaves the connections open after a round, for the next one. */
  readonly keepConnections?: boolean;
}

/** One second of the measured time, or as long as it was asked for, for those who watch. */
export interface SecondStats {
  readonly completedSuccesses: number;
  readonly completedResponses: number;
  readonly errors: number;
  readonly latency: Buckets;
}

export type ToWorker =
  | { readonly say: 'round'; readonly round: RoundPart }
  /** The measured time begins for all at that moment of the clock that threads share. */
  | { readonly say: 'begin'; readonly atMs: number }
  /** This round is without it: its connections are closed until another one. */
  | { readonly say: 'rest' }
  | ({ readonly say: 'captures'; readonly generation: number } & LoggedIn)
  /** From now on the target may be gone, or silent, on purpose: nothing of it ends the round. */
  | { readonly say: 'fault' }
  /** Send nothing more, and report once what was sent is answered. */
  | { readonly say: 'end' }
  /** The same, since enough was seen: what is due and was not sent yet never will be. */
  | { readonly say: 'enough' }
  /** Stop sending and report what there is, without waiting for responses. */
  | { readonly say: 'stop' };

export type FromWorker =
  /** Each second of a round: its event loop goes round. */
  | { readonly say: 'alive' }
  /** It is there, and begins the measured time when it is told. */
  | { readonly say: 'waiting' }
  /** A stage has begun. */
  | { readonly say: 'measuring'; readonly stage: number; readonly startedAt: string }
  | { readonly say: 'second'; readonly second: SecondStats; readonly sent: number }
  /** That login's session seems to have expired: the worker has stopped sending and waits for new captures. */
  | { readonly say: 'unauthorised'; readonly generation: number }
  | {
      readonly say: 'lost';
      /** `generator`: this machine can open no connection any more, `why` is the error's code. */
      readonly what: 'target' | 'login' | 'generator';
      /** Since the measured time began. */
      readonly afterMs: number;
      readonly why: string;
    }
  /** A rate limiter turns nearly all of this worker's requests away; null: no longer. */
  | { readonly say: 'limited'; readonly limited: Limiting | null }
  /** Nothing has come back to this worker for so many ms of load; null: something does again. */
  | { readonly say: 'hung'; readonly silentMs: number | null }
  /** It has sent the last request that it may send, or taken the last row of a table that is read once. */
  | { readonly say: 'capped'; readonly by: 'max-requests' | 'rows'; readonly table?: UsedUp }
  | { readonly say: 'done'; readonly result: WorkerResult };

export interface WorkerResult {
  /** Of those that it began; the first at least. */
  readonly stages: readonly [StageResult, ...StageResult[]];
}

/** What one worker saw of a stage. */
export interface StageResult {
  readonly measuredMs: number;
  /** Of it, the time in which nothing was sent, since a new login was awaited. */
  readonly pausedMs: number;
  /** Requests sent, in the first stage the warm-up's among them. */
  readonly sent: number;
  /** Of these, those that write. */
  readonly writes: number;
  /** Latencies of the requests with which the round began, see `Round`. */
  readonly firstMs: readonly number[];
  /** See `Round`. */
  readonly silences: readonly Stretch[];
  readonly ticks: readonly Tick[];
  readonly requests: readonly RequestPortion[];
  /** Empty without flows. */
  readonly flows: readonly FlowPortion[];
  readonly generator: WorkerHealth;
}

/** How the worker itself fared in the measured time. */
export interface WorkerHealth {
  /** Of one core, 0…1. */
  readonly cpuShare: number;
  /** Of the time, 0…1, ready to run and without a processor; null where the system doesn't tell. */
  readonly waitShare: number | null;
  /** Of the time, 0…1: the loop was busy, or waited for a processor. */
  readonly utilisation: number;
  /** How much later than asked the event loop came round, each ten milliseconds. */
  readonly loopDelay: Buckets;
  /** Its 99th percentile. */
  readonly loopDelayP99Ms: number;
  /** Open model: requests for which a connection was free when they were due. */
  readonly paced: number;
  /** Of these, sent more than 1 ms late. */
  readonly late: number;
  readonly worstLagMs: number;
}

export interface RequestPortion extends Told {
  readonly sent: number;
  readonly resent: number;
  /** Without a response when sending and waiting stopped; counted from the connections, not from the difference. */
  readonly inFlight: number;
  readonly outcomes: Readonly<Record<OutcomeKind, number>>;
  readonly statuses: Readonly<Record<string, number>>;
  readonly codes: Readonly<Record<string, number>>;
  readonly intercepted: Interceptions;
  readonly samples: readonly RawSample[];
  /** Absent where nothing is sent again by declaration. */
  readonly retries?: RetryCounts;
  /** Of a flow's step. */
  readonly walks?: StepCounts;
  readonly batches: readonly Batch[];
}

/** Walks through a flow, see `FlowStats`; their steps have the samples. */
export interface FlowPortion extends Omit<RequestPortion, 'samples'>, WalkCounts {
  readonly started: number;
}

/** Not redacted yet: that is the main thread's, which knows the secrets. */
export interface RawSample {
  readonly kind: OutcomeKind;
  readonly status: number | null;
  readonly text: string;
  /** The response goes on where the text ends, perhaps in the midst of a secret. */
  readonly isCut: boolean;
}
