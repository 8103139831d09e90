import type { Plan } from '../../config/plan.ts';
import type { ServerBounds } from '../../config/probes/probe.ts';
import { CPU_PER_REQUEST } from '../../config/server-series.ts';
import type { CauseOf } from '../../evidence/result/causes.ts';
import type { Remark } from '../../evidence/result/remarks.ts';
import type { ServerGate } from '../../evidence/result/server.ts';
import type { ServerFigures, ServerPoint, ServerSeries } from '../../evidence/server/server-figures.ts';
import { type OpenQuestion, openQuestion } from '../row.ts';
import { mean } from '../statistics/mean.ts';
import { RULED_OUT, SHOWN } from '../statistics/quantiles.ts';
import { meanOf } from './compare-means.ts';
import { compareSeries } from './compare-series.ts';
import { findTrouble } from './find-trouble.ts';
import { FEWEST_SERVER_WINDOWS, type Growth, measureGrowth } from './growth.ts';
import { holdLimit } from './hold-limit.ts';
import type { ServerOpponent } from './judge-server.ts';

type ServerFailure = CauseOf<'server-over-limit' | 'server-drifted' | 'server-regressed'>;

interface JudgedBounds {
  readonly gate: ServerGate;
  readonly causes: readonly ServerFailure[];
  readonly open: readonly OpenQuestion[];
  readonly warnings: readonly Remark[];
}

interface Setting {
  readonly plan: Plan;
  readonly server: ServerFigures | null;
  readonly opponent: ServerOpponent;
  readonly growth: Growth | null;
}

/** Two in a row fail, so that one alone can't tell that none would. */
const FEWEST_READINGS = 2;
/** Longer than any run may be. */
const LONGEST_SECONDS = 7200;

export function judgeBounds(bounds: ServerBounds, setting: Setting): JudgedBounds {
  const judge = new BoundsJudge(bounds, setting);
  judge.limits();
  judge.drift();
  judge.regression();
  return judge.end();
}

class BoundsJudge {
  readonly #bounds: ServerBounds;
  readonly #setting: Setting;
  readonly #series: ServerSeries | undefined;
  /** Of the stage, where its limits are of one. */
  readonly #points: readonly ServerPoint[];
  readonly #causes: ServerFailure[] = [];
  readonly #open: OpenQuestion[] = [];
  readonly #warnings: Remark[] = [];
  readonly #findings: ServerGate['finding'][] = [];
  #value: number | null = null;
  #compared: Pick<ServerGate, 'before' | 'against' | 'change' | 'interval' | 'detectable'> = UNCOMPARED;

  constructor(bounds: ServerBounds, setting: Setting) {
    this.#bounds = bounds;
    this.#setting = setting;
    this.#series = setting.server?.series.find(({ key }) => key === bounds.series);
    const { stage } = bounds;
    this.#points = (this.#series?.points ?? []).filter((one) => !stage || one.stage === stage.index);
  }

  limits(): void {
    const { series, unit, max, min } = this.#bounds;
    for (const [bound, limit] of [
      ['max', max],
      ['min', min],
    ] as const) {
      if (limit === null) continue;
      if (series === CPU_PER_REQUEST) {
        this.#limitOfMean(bound, limit);
        continue;
      }
      const points = this.#points;
      if (points.length < FEWEST_READINGS) {
        this.#noReadings(points.length);
        continue;
      }
      const everySeconds = this.#series?.everySeconds ?? 0;
      const { worst, beyond, since } = holdLimit(points, { bound, limit, everySeconds });
      this.#value ??= worst.value;
      const what = { series, ...this.#ofStage(), unit, figure: worst.value, bound, limit };
      if (since !== null) {
        this.#fail('over-limit', {
          code: 'server-over-limit',
          ...what,
          readings: points.length,
          beyond,
          fromSeconds: since.seconds,
        });
      } else {
        this.#findings.push('within');
        if (beyond > 0) this.#warnings.push({ code: 'server-peak', ...what, atSeconds: worst.seconds });
      }
    }
  }

  /** Of the whole run there is one figure, and all readings are behind it. */
  #limitOfMean(bound: 'max' | 'min', limit: number): void {
    const { series, unit } = this.#bounds;
    const figure = meanOf(series, this.#setting.server);
    if (figure === null) return this.#noReadings(0);
    this.#value = figure;
    if (bound === 'max' ? figure <= limit : figure >= limit) {
      this.#findings.push('within');
      return;
    }
    const cause = { code: 'server-over-limit', series, unit, figure, bound, limit } as const;
    this.#fail('over-limit', { ...cause, readings: 1, beyond: 1, fromSeconds: 0 });
  }

  drift(): void {
    const { series, unit, drift } = this.#bounds;
    if (drift === null) return;
    const { growth: found, plan } = this.#setting;
    if (found === null) {
      if (this.#series === undefined) return this.#noReadings(0);
      const unknown = measureGrowth(this.#series, plan.load);
      const { windows = 0, secondsMore = null } = unknown !== null && 'windows' in unknown ? unknown : {};
      return this.#ask({
        code: 'server-too-short',
        series,
        windows,
        needed: FEWEST_SERVER_WINDOWS,
        secondsMore,
      });
    }
    const { growth, interval, seconds, bounds } = found;
    const what = { series, unit, growth, interval, tolerance: drift, seconds };
    if (growth > drift && bounds(SHOWN).lower > 0) {
      this.#fail('drifted', { code: 'server-drifted', ...what });
    } else if (bounds(RULED_OUT).upper < drift) this.#findings.push('within');
    else {
      const reach = growth > drift ? growth - bounds(SHOWN).lower : bounds(RULED_OUT).upper - growth;
      const room = growth > drift ? growth : drift - growth;
      const more = Math.ceil(seconds * ((reach / room) ** 2 - 1));
      const secondsMore = Number.isFinite(more) && more <= LONGEST_SECONDS ? Math.max(1, more) : null;
      this.#ask({ code: 'server-drift-undecided', ...what, secondsMore });
    }
  }

  regression(): void {
    const { series, unit, regression: tolerance } = this.#bounds;
    if (tolerance === null) return;
    const compared = compareSeries(series, tolerance, this.#setting);
    if (compared === null) return;
    const { against, before, change } = compared;
    if (typeof change === 'string') {
      if (change === 'now' && this.#series === undefined && series !== CPU_PER_REQUEST) this.#noReadings(0);
      else this.#ask({ code: 'server-not-compared', series, against, missing: change }, 'not-comparable');
      return;
    }
    this.#compared = {
      before,
      against,
      change: change.change,
      interval: change.interval,
      detectable: change.detectable,
    };
    if (change.finding !== 'regressed') {
      this.#findings.push(change.finding === 'improved' ? 'improved' : 'within');
      return;
    }
    const figure = meanOf(series, this.#setting.server) ?? 0;
    const cause = { series, unit, against, before: before ?? 0, figure, change: change.change, tolerance };
    const { plan, opponent } = this.#setting;
    const warnsOnly = against === 'baseline' && plan.gate.stored === 'warn' && !opponent.baseline?.history;
    if (warnsOnly) this.#warnings.push({ code: 'server-regressed', ...cause });
    else this.#fail('regressed', { code: 'server-regressed', ...cause });
  }

  end(): JudgedBounds {
    const { series, unit, max, min, drift, regression } = this.#bounds;
    const { growth } = this.#setting;
    const gate: ServerGate = {
      series,
      ...this.#ofStage(),
      unit,
      ...(max !== null && { max }),
      ...(min !== null && { min }),
      ...(drift !== null && { drift }),
      ...(regression !== null && { regression }),
      value: this.#value,
      mean: this.#mean(),
      ...this.#compared,
      growth: drift === null ? null : (growth?.growth ?? null),
      growthInterval: drift === null ? null : (growth?.interval ?? null),
      finding: FROM_WORST.find((one) => this.#findings.includes(one)) ?? 'not-comparable',
    };
    return { gate, causes: this.#causes, open: this.#open, warnings: this.#warnings };
  }

  #ofStage(): { readonly stage?: string } {
    const { stage } = this.#bounds;
    return stage === undefined ? {} : { stage: stage.key };
  }

  #mean(): number | null {
    const { series, stage } = this.#bounds;
    if (stage === undefined) return meanOf(series, this.#setting.server);
    return this.#points.length === 0 ? null : mean(this.#points.map(({ value }) => value));
  }

  #fail(finding: ServerGate['finding'], cause: ServerFailure): void {
    this.#findings.push(finding);
    this.#causes.push(cause);
  }

  #ask(cause: Parameters<typeof openQuestion>[0], finding: ServerGate['finding'] = 'undecided'): void {
    this.#findings.push(finding);
    this.#open.push(openQuestion(cause));
  }

  /** Said once, however many bounds there are. */
  #noReadings(readings: number): void {
    const { series } = this.#bounds;
    if (this.#open.some(({ cause }) => cause.code === 'server-no-readings')) return;
    const trouble = findTrouble(series, this.#setting);
    this.#ask({
      code: 'server-no-readings',
      series,
      ...this.#ofStage(),
      side: 'target',
      readings,
      needed: FEWEST_READINGS,
      trouble,
    });
  }
}

const UNCOMPARED = { before: null, against: null, change: null, interval: null, detectable: null };

const FROM_WORST: readonly ServerGate['finding'][] = [
  'over-limit',
  'drifted',
  'regressed',
  'undecided',
  'not-comparable',
  'improved',
  'within',
];
