/** What the server knows: for each request when it was read, when its response was flushed, and what became of it. */
export class TruthLog {
  #readMs = [];
  #flushedMs = [];
  /** Kind once it has come about; `open` until then, `abandoned` where the client was gone first. */
  #kind = [];

  get read() {
    return this.#readMs.length;
  }

  /** A request was read. @returns {(kind: string) => void} to be told what became of it, when it has */
  begin() {
    this.#kind.push('open');
    this.#flushedMs.push(Number.NaN);
    const request = this.#readMs.push(performance.now()) - 1;
    return (kind) => {
      this.#kind[request] = kind;
      this.#flushedMs[request] = performance.now();
    };
  }

  /**
   * Figures of everything; latencies of every response, whatever its status, and of requests never
   * answered, which a client sees as long as its timeout. In ms; percentiles by nearest rank.
   *
   * @param {object} view `timeoutMs`; `stages`, how many requests each of them had, in their order; `seconds` of load, to which the throughput belongs; `pause` {fromMs, toMs} and `arrivals` {perSecond, seconds, connections} where the
   *   server was stopped under an open model
   */
  summarise({ timeoutMs, seconds, pause, arrivals, stages = [] }) {
    const kinds = {};
    for (const kind of this.#kind) kinds[kind] = (kinds[kind] ?? 0) + 1;
    const latencies = this.#latencies(timeoutMs, pause);
    const seen = pause ? withPause(latencies, pause, arrivals) : latencies;
    seen.sort((a, b) => a - b);
    const endMs = (this.#readMs[0] ?? 0) + seconds * 1000;
    const inTime = this.#flushedMs.filter((ms, i) => ms < endMs && isAnswer(this.#kind[i]));
    return {
      read: this.read,
      kinds,
      responsesPerSecond: inTime.length / seconds,
      p50Ms: nearestRank(seen, 50),
      p99Ms: nearestRank(seen, 99),
      p99_9Ms: nearestRank(seen, 99.9),
      stages: this.#ofStages(stages, timeoutMs),
      pausedMs: pause ? pause.toMs - pause.fromMs : null,
    };
  }

  /** Requests are read in the order in which they were sent, but for a few at a boundary. */
  #ofStages(counts, timeoutMs) {
    const order = this.#readMs.map((_, i) => i).sort((a, b) => this.#readMs[a] - this.#readMs[b]);
    let from = 0;
    return counts.map((count) => {
      const own = order.slice(from, from + count);
      from += count;
      return {
        p99Ms: nearestRank(
          this.#latencies(timeoutMs, null, own).sort((a, b) => a - b),
          99,
        ),
      };
    });
  }

  /** Requests under way in a pause are left out where there was one: the formula stands for them. */
  #latencies(timeoutMs, pause, requests = this.#kind.keys()) {
    const latencies = [];
    for (const i of requests) {
      const kind = this.#kind[i];
      if (kind === 'never') latencies.push(timeoutMs);
      if (!isAnswer(kind)) continue;
      const readMs = this.#readMs[i];
      const flushedMs = this.#flushedMs[i];
      if (!pause || flushedMs < pause.fromMs || readMs > pause.toMs) latencies.push(flushedMs - readMs);
    }
    return latencies;
  }
}

function isAnswer(kind) {
  return kind === 'answer' || kind === 'status';
}

/**
 * What requests that arrive at a steady rate see of a stopped server: one that arrives u after the stop finds rate × u
 * before it, worked off at the server's capacity once it runs again, so it waits pause − u × (1 − rate / capacity).
 * The rest see the service time alone.
 */
function withPause(served, pause, { perSecond, seconds, connections }) {
  const meanMs = served.reduce((total, ms) => total + ms, 0) / served.length;
  const capacityPerMs = connections / meanMs;
  const ratePerMs = perSecond / 1000;
  const drained = 1 - ratePerMs / capacityPerMs;
  const pauseMs = pause.toMs - pause.fromMs;
  const waits = [];
  const stepMs = 1 / ratePerMs;
  for (let uMs = stepMs / 2; pauseMs - uMs * drained > 0; uMs += stepMs) waits.push(pauseMs - uMs * drained);
  const arrived = Math.round(perSecond * seconds);
  const sorted = Float64Array.from(served).sort();
  const ordinary = Math.max(0, arrived - waits.length);
  // As many as arrived outside of the stop, spread over the service times that were logged.
  for (let i = 0; i < ordinary; i++)
    waits.push(sorted[Math.floor(((i + 0.5) * sorted.length) / ordinary)] ?? meanMs);
  return waits.map((ms) => Math.max(ms, sorted[0] ?? 0));
}

/** The smallest value that at least `p` % do not exceed; null without one. */
export function nearestRank(sorted, p) {
  if (sorted.length === 0) return null;
  const rank = Math.ceil((p * sorted.length) / 100 - 1e-9);
  return sorted[Math.max(0, rank - 1)];
}
