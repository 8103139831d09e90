/**
 * A service whose capacity is known, without a network and without waiting: so many slots, each busy with one request
 * at a time, and a queue before them, first come, first served. Its steps are what a search sees of a real one: looks of
 * a quarter of a second, and what came of the whole. Seeded, so that a run can be repeated.
 */
const LOOK_MS = 250;

/**
 * @typedef {object} Service
 * @property {number} slots
 * @property {number} serviceMs mean time of a request in its slot: the capacity is 1000 × slots / serviceMs
 * @property {'constant' | 'varying' | 'exponential'} [service] how it is spread; varying: by a fifth
 * @property {'constant' | 'poisson'} [arrivals]
 * @property {number} [queue] requests that wait at most; the others are turned away with an error. Default: any number
 * @property {number} [connections] requests under way at most, in an open model: the others wait outside
 * @property {{everyMs: number, ms: number}} [stalls] at random moments, so far apart on average, all stands still
 * @property {number} [wander] how far the service time strays over half minutes, as a share
 * @property {number} [diesAbove] where so many are under way, it never answers again
 * @property {number} [limiter] requests per second beyond which a rate limiter before it turns them away
 */

export class SimulatedService {
  /** @param {Service} service @param {() => number} unit uniform in [0, 1) */
  constructor(service, unit) {
    this.service = {
      arrivals: 'constant',
      service: 'constant',
      queue: Infinity,
      connections: Infinity,
      ...service,
    };
    this.unit = unit;
    this.nowMs = 0;
    this.free = new Array(service.slots).fill(0);
    this.stalls = [];
    this.dead = false;
    this.phase = 2 * Math.PI * unit();
  }

  /**
   * One step of an open model.
   * @param {{perSecond: number, ms: number}} step
   * @param {(look: object) => object | null} look told of each quarter of a second; what it returns ends the step
   */
  load({ perSecond, ms }, look) {
    const fromMs = this.nowMs;
    const gap = () =>
      (1000 / perSecond) * (this.service.arrivals === 'poisson' ? -Math.log(1 - this.unit()) : 1);
    const sent = [];
    let dueMs = fromMs + gap() * (this.service.arrivals === 'poisson' ? 1 : 0.5);
    return this.run(ms, look, sent, (untilMs) => {
      while (dueMs < untilMs) {
        sent.push(this.serve(dueMs, sent));
        dueMs += gap();
      }
    });
  }

  /** One step of a closed model. @param {{connections: number, ms: number}} step */
  hold({ connections, ms }, look) {
    const ready = new Array(connections).fill(this.nowMs);
    const sent = [];
    return this.run(ms, look, sent, (untilMs) => {
      for (;;) {
        let next = 0;
        for (let i = 1; i < connections; i++) if (ready[i] < ready[next]) next = i;
        if (ready[next] >= untilMs) return;
        const request = this.serve(ready[next], sent);
        sent.push(request);
        ready[next] = request.endMs;
      }
    });
  }

  run(ms, look, sent, advance) {
    const fromMs = this.nowMs;
    let [cut, at, open] = [null, 0, []];
    let seen = 0;
    while (at < ms && cut === null) {
      const lookMs = Math.min(LOOK_MS, ms - at);
      const untilMs = fromMs + at + lookMs;
      advance(untilMs);
      open.push(...sent.slice(seen));
      seen = sent.length;
      const ended = open.filter((one) => one.endMs <= untilMs);
      open = open.filter((one) => one.endMs > untilMs);
      cut = look({
        ms: lookMs,
        requests: ended.length,
        errors: ended.filter(({ ok }) => !ok).length,
        latency: ended
          .filter(({ ok }) => ok)
          .sort(byLatency)
          .flatMap((one) => [latencyUs(one), 1]),
        sent: sent.length,
      });
      at += lookMs;
    }
    const endMs = fromMs + at;
    const kept = cut === null ? sent : this.drop(sent, endMs);
    const ended = kept.filter(({ endMs: ms }) => Number.isFinite(ms));
    this.nowMs = Math.max(endMs, ...ended.map((one) => one.endMs));
    return { ms: at, plannedMs: ms, elapsedMs: this.nowMs - fromMs, cut, sent, ended, fromMs, endMs };
  }

  /** Whoever is under way stays, and who waits outside goes. */
  drop(sent, nowMs) {
    const waiting = sent.filter(({ endMs }) => endMs > nowMs).sort((a, b) => a.startMs - b.startMs);
    const gone = new Set(waiting.slice(this.service.connections));
    const kept = sent.filter((one) => !gone.has(one));
    this.free.fill(0);
    for (const { slot, endMs } of kept) if (slot >= 0) this.free[slot] = Math.max(this.free[slot], endMs);
    return kept;
  }

  serve(dueMs, sent) {
    const { slots, queue, diesAbove = Infinity } = this.service;
    const matters = Number.isFinite(queue) || Number.isFinite(diesAbove);
    const underWay = matters ? this.underWay(sent, dueMs) : 0;
    if (underWay >= diesAbove) this.dead = true;
    if (this.dead) return { dueMs, startMs: Infinity, endMs: Infinity, slot: -1, ok: false };
    if (!this.admits(dueMs))
      return { dueMs, startMs: dueMs, endMs: dueMs + 1, slot: -1, ok: false, limited: true };
    if (underWay >= slots + queue) return { dueMs, startMs: dueMs, endMs: dueMs + 1, slot: -1, ok: false };
    let slot = 0;
    for (let i = 1; i < slots; i++) if (this.free[i] < this.free[slot]) slot = i;
    const startMs = Math.max(dueMs, this.free[slot]);
    const endMs = this.workUntil(startMs, this.serviceMs(startMs));
    this.free[slot] = endMs;
    return { dueMs, startMs, endMs, slot, ok: true };
  }

  /** A bucket that holds a tenth of a second's worth. */
  admits(nowMs) {
    const { limiter } = this.service;
    if (limiter === undefined) return true;
    const most = Math.max(1, limiter / 10);
    this.tokens = Math.min(
      most,
      (this.tokens ?? most) + ((nowMs - (this.filledMs ?? nowMs)) * limiter) / 1000,
    );
    this.filledMs = nowMs;
    if (this.tokens < 1) return false;
    this.tokens--;
    return true;
  }

  underWay(sent, nowMs) {
    let count = 0;
    for (let i = sent.length - 1; i >= 0 && i >= sent.length - 5000; i--) if (sent[i].endMs > nowMs) count++;
    return count;
  }

  serviceMs(atMs) {
    const { serviceMs, service, wander = 0 } = this.service;
    const mean = serviceMs * (1 + wander * Math.sin((2 * Math.PI * atMs) / 30_000 + this.phase));
    if (service === 'constant') return mean;
    if (service === 'exponential') return -Math.log(1 - this.unit()) * mean;
    return mean * (1 + 0.2 * Math.sqrt(3) * (2 * this.unit() - 1));
  }

  /** When so much work is done that begins at that moment: stalls put it off. */
  workUntil(startMs, workMs) {
    const { stalls } = this.service;
    if (!stalls) return startMs + workMs;
    let at = startMs;
    let left = workMs;
    for (let i = 0; ; i++) {
      if (this.stalls[i] === undefined) {
        const before = this.stalls[i - 1]?.toMs ?? 0;
        const fromMs = before - Math.log(1 - this.unit()) * stalls.everyMs;
        this.stalls.push({ fromMs, toMs: fromMs + stalls.ms });
      }
      const { fromMs, toMs } = this.stalls[i];
      if (toMs <= at) continue;
      if (at >= fromMs) at = toMs;
      else if (at + left <= fromMs) return at + left;
      else {
        left -= fromMs - at;
        at = toMs;
      }
    }
  }
}

const latencyUs = ({ dueMs, endMs }) => Math.max(1, Math.round(1000 * (endMs - dueMs)));
const byLatency = (a, b) => latencyUs(a) - latencyUs(b);
