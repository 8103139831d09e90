/** What a server of known truth saw since it was started, or started anew. */
export interface Truth {
  /** Requests. */
  readonly read: number;
  readonly kinds: Readonly<Record<string, number>>;
  readonly responsesPerSecond: number;
  /** Of every response. */
  readonly p50Ms: number;
  readonly p99Ms: number;
}

export interface TruthServer {
  readonly port: number;
  startAnew(): Promise<void>;
  truth(view: { readonly timeoutMs: number; readonly seconds: number }): Promise<Truth>;
  stop(): Promise<void>;
}

/** @param behaviour as described in fates.mjs and answers.mjs */
export function startServer(behaviour: {
  readonly service: { readonly medianMs: number; readonly sigma: number };
}): Promise<TruthServer>;
