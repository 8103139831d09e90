import type { ScopeBlock } from '../interleaved/series.ts';
import { errorBlock } from '../interleaved/series.ts';
import { type ErrorBlock, errorsGate } from '../statistics/errors-gate.ts';
import type { GateRule } from '../statistics/interleaved-gate.ts';
import type { Ending, Spending, Unit } from './draw-session.ts';

/** The same for the error rate, whose gate looks at counts: whole blocks are drawn, with their sides as a coin says. */
export class DrawnErrors {
  readonly #blocks: readonly ErrorBlock[];
  readonly #spending: Spending;

  constructor(measured: readonly ScopeBlock[], spending: Spending, unit: Unit) {
    const seen = measured.filter((block) => block !== null).map(errorBlock);
    this.#spending = spending;
    this.#blocks = Array.from({ length: spending.nmax }, () => {
      const { base, target } = seen[Math.floor(unit() * seen.length)] ?? NOTHING;
      return unit() < 0.5 ? { base, target } : { base: target, target: base };
    });
  }

  end(change: number, rule: Pick<GateRule, 'tolerance' | 'floor' | 'allowance'>): Ending {
    const blocks = this.#blocks.map(({ base, target }) => ({
      base,
      target: { n: target.n, hits: Math.min(target.n, Math.max(0, target.hits + change * target.n)) },
    }));
    const { decision: state, passedAt, failedAt } = errorsGate(blocks, { ...this.#spending, ...rule });
    return { state, blocks: passedAt ?? failedAt ?? this.#spending.nmax };
  }
}

const NOTHING: ErrorBlock = { base: { hits: 0, n: 0 }, target: { hits: 0, n: 0 } };
