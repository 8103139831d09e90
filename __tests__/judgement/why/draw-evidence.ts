/** Blocks of base and target response by response, for truth tests: what is planted in them is known. */
import type { Plan } from '../../../src/config/plan.ts';
import { TimingCounter } from '../../../src/engine/worker/timing-counter.ts';
import { Histogram } from '../../../src/evidence/histogram.ts';
import type { Block, InterleavedEvidence, RoundFigures } from '../../../src/evidence/interleaved.ts';
import { scopeFrom } from '../../../src/evidence/merge-scopes.ts';
import { IN_TIME } from '../../generator-health.ts';
import { generator } from '../generator.ts';

/** A request of the mix as the base serves it. */
export interface Served {
  readonly name: string;
  /** Responses of a round. */
  readonly responses: number;
  readonly medianMs: number;
  /** Of the log of latencies. */
  readonly sigma: number;
  /** Part of a response that its statements take. */
  readonly database: number;
}

/** What the target does otherwise. */
export interface Planted {
  /** The request that it is about; all of them where none is named. */
  readonly endpoint?: string;
  /** Its statements take so many times as long, in this share of its responses (all unless told otherwise). */
  readonly statements?: number;
  readonly rest?: number;
  readonly share?: number;
}

const SECONDS = 1;

/** @param noise log standard deviation by which a round as a whole is slower or faster than others */
export function drawBlocks(
  mix: readonly Served[],
  planted: readonly Planted[],
  { blocks, noise, draw }: { readonly blocks: number; readonly noise: number; readonly draw: number },
): Block[] {
  const random = generator(draw);
  const side = (which: 'base' | 'target'): RoundFigures => {
    const weather = Math.exp(noise * random.normal());
    const told = mix.map((served) => {
      const counter = new TimingCounter();
      const us = Array.from({ length: served.responses }, () => {
        const usual = weather * served.medianMs * Math.exp(served.sigma * random.normal());
        const hits = planted.filter(
          ({ endpoint = served.name, share = 1 }) =>
            which === 'target' && endpoint === served.name && random.even() < share,
        );
        const times = (part: 'statements' | 'rest') =>
          hits.reduce((product, hit) => product * (hit[part] ?? 1), 1);
        const database = served.database * usual * times('statements');
        const rest = (1 - served.database) * usual * times('rest');
        counter.record(database + rest, `db;dur=${database.toFixed(3)}, app;dur=${(rest / 2).toFixed(3)}`);
        return Math.round(1000 * (database + rest));
      });
      return {
        name: served.name,
        latency: Histogram.of(us.flatMap((one) => [one, 1])),
        timings: counter.timings,
      };
    });
    const scope = (latencies: readonly Histogram[]) => {
      const latency = Histogram.merge(...latencies);
      return scopeFrom({
        latency,
        seconds: SECONDS,
        successes: latency.count,
        requests: latency.count,
        failed: 0,
      });
    };
    return {
      measuredSeconds: SECONDS,
      generator: IN_TIME,
      whole: scope(told.map(({ latency }) => latency)),
      endpoints: Object.fromEntries(told.map(({ name, latency }) => [name, scope([latency])])),
      timings: new Map(told.map(({ name, timings }) => [name, timings])),
    };
  };
  return Array.from({ length: blocks }, (): Block => {
    const order = random.even() < 0.5 ? (['target', 'base'] as const) : (['base', 'target'] as const);
    return { order, base: side('base'), target: side('target') };
  });
}

/** The evidence's other parts play no role. */
export function withBlocks(evidence: InterleavedEvidence, blocks: readonly Block[]): InterleavedEvidence {
  return { ...evidence, blocks, budgetBlocks: blocks.length };
}

/** The mix as a plan's requests. */
export function requestsOf(mix: readonly Served[]): Plan['scenario']['requests'] {
  return mix.map(({ name, responses }) => ({
    name,
    method: 'GET',
    weight: responses,
    path: ['/'],
    headers: [],
    body: null,
    expect: null,
  }));
}
