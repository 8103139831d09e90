export interface Service {
  readonly slots: number;
  /** Mean time of a request in its slot: the capacity is 1000 × slots / serviceMs. */
  readonly serviceMs: number;
  readonly service?: 'constant' | 'varying' | 'exponential';
  readonly arrivals?: 'constant' | 'poisson';
  readonly queue?: number;
  readonly connections?: number;
  readonly stalls?: { readonly everyMs: number; readonly ms: number };
  readonly wander?: number;
  readonly diesAbove?: number;
  /** Requests per second beyond which a rate limiter turns them away. */
  readonly limiter?: number;
}

export interface Sent {
  readonly dueMs: number;
  readonly startMs: number;
  readonly endMs: number;
  readonly ok: boolean;
  readonly limited?: boolean;
}

export interface SeenLoad {
  readonly ms: number;
  readonly plannedMs: number;
  readonly elapsedMs: number;
  readonly cut: object | null;
  readonly sent: readonly Sent[];
  readonly ended: readonly Sent[];
  readonly fromMs: number;
  readonly endMs: number;
}

export class SimulatedService {
  constructor(service: Service, unit: () => number);
  readonly nowMs: number;
}
