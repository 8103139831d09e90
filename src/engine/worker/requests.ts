import { isWrite } from '../../config/methods.ts';
import type { RequestSpec } from '../../config/plan.ts';
import type { Mix } from '../mix.ts';
import { placesIn } from '../places.ts';
import { seededRandom } from '../random.ts';
import type { Writer } from '../render.ts';
import type { Values } from '../values.ts';
import type { PickedRequest } from './dispatch.ts';
import type { RoundPart, WorkerOrder } from './messages.ts';
import { Repetitions } from './retries.ts';
import type { DataRows } from './rows.ts';
import { createValuesOf, type DeckCard, listDrawn, shuffleMix } from './supplies.ts';
import { UserValues } from './user-values.ts';
import type { TakenRows, Walk } from './walk.ts';

/** Of a request that takes no row: nobody writes into it. */
const NO_ROWS: TakenRows = [];

interface RequestsOptions {
  readonly rows: DataRows;
  /** Begins a walk through a flow. */
  startWalk(flow: number, stage: number | null): Walk;
  /** Told of a request that is to be sent again now. */
  onDue(picked: PickedRequest): void;
  /** Told once there are no rows for what would come next. */
  onRowsSpent(): void;
}

/** What a round sends: drawn from the mix, filled with values, and sent again where that is declared. */
export class Requests {
  readonly repetitions: Repetitions;
  readonly #order: WorkerOrder;
  readonly #part: RoundPart;
  readonly #options: RequestsOptions;
  readonly #values: Values;
  readonly #userValues: UserValues;
  readonly #drawn: readonly DeckCard[];
  /** Tables of which a row is taken by each of these. */
  readonly #tables: readonly (readonly number[])[];
  #mix: Mix;

  constructor(order: WorkerOrder, part: RoundPart, options: RequestsOptions) {
    this.#order = order;
    this.#part = part;
    this.#options = options;
    this.#values = createValuesOf(part);
    this.#userValues = new UserValues(this.#values, options.rows);
    this.#drawn = listDrawn(order);
    this.#tables = this.#drawn.map(({ requests }) => tablesOf(requests.map((one) => this.#specOf(one))));
    this.#mix = shuffleMix(this.#drawn, part, 'warm-up');
    this.repetitions = new Repetitions({
      requests: order.requests,
      random: seededRandom(`${part.seed}/retries`),
      values: this.#userValues,
      most: part.mostRepetitions,
      onDue: options.onDue,
    });
    this.#tellSpent();
  }

  /** The measured time has a mix of its own, which begins with it. */
  beginMeasuring(): void {
    this.#mix = shuffleMix(this.#drawn, this.#part, 'measure');
  }

  /** @param stage that it belongs to; null outside the measured time */
  pick(dueMs: number, stage: number | null): PickedRequest {
    const at = this.#mix.pick();
    const { flow, requests } = this.#drawn[at] as DeckCard;
    const walk = flow === null ? null : this.#options.startWalk(flow, stage);
    const tables = this.#tables[at] as readonly number[];
    const taken = walk?.rows ?? (tables.length === 0 ? NO_ROWS : []);
    const picked = this.#make(requests[0] as number, dueMs, stage, walk, taken);
    if (tables.length > 0) this.#reserve(tables, taken);
    return picked;
  }

  /** A later step of a walk. */
  pickStep(walk: Walk, request: number, dueMs: number, stage: number | null): PickedRequest {
    return this.#make(request, dueMs, stage, walk, walk.rows);
  }

  isWrite({ request }: PickedRequest): boolean {
    return isWrite(this.#specOf(request).method);
  }

  /** The request's bytes, each time with the same values where it may be sent again. */
  write(picked: PickedRequest, writers: readonly Writer[]): Buffer | string {
    const { request, repeatable } = picked;
    const values = this.#userValues.of(picked);
    const written = (writers[request] as Writer)(repeatable?.values.fromStart(values) ?? values);
    picked.trace = this.#values.traces.take();
    return written;
  }

  #make(
    request: number,
    dueMs: number,
    stage: number | null,
    walk: Walk | null,
    rows: TakenRows,
  ): PickedRequest {
    const { method, expect, timeoutMs, inspection = null, login } = this.#specOf(request);
    const { sharedJars } = this.#order;
    const repeatable = this.repetitions.begin(request);
    const idempotent = (method !== 'POST' && method !== 'PATCH') || repeatable?.keyed === true;
    return {
      request,
      head: method === 'HEAD',
      idempotent,
      expect,
      dueMs,
      stage,
      generation: -1,
      trace: null,
      repeatable,
      timeoutMs: timeoutMs ?? this.#order.timeoutMs,
      session: sharedJars === undefined ? null : (login ?? sharedJars.length - 1),
      path: '',
      inspection,
      walk,
      user: null,
      rows,
    };
  }

  #reserve(tables: readonly number[], taken: TakenRows): void {
    const { rows } = this.#options;
    if (rows.has(tables)) rows.reserve(tables, taken);
    this.#tellSpent();
  }

  /** Already at the beginning where a worker's part of a table has no row at all. */
  #tellSpent(): void {
    const { rows, onRowsSpent } = this.#options;
    if (!this.#tables.every((some) => rows.has(some))) onRowsSpent();
  }

  #specOf(request: number): RequestSpec {
    return this.#order.requests[request] as RequestSpec;
  }
}

function tablesOf(specs: readonly RequestSpec[]): readonly number[] {
  const tables = specs.flatMap(placesIn).flatMap((place) => (place.value === 'row' ? [place.table] : []));
  return [...new Set(tables)];
}
