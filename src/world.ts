import type { Plan } from './config/plan.ts';
import type { Round, RoundOrder } from './engine/round.ts';
import type { Baseline } from './evidence/baseline.ts';
import type { Remark } from './evidence/result/remarks.ts';
import type { Acceptance, NotAccepted } from './judgement/acceptance.ts';
import type { BlockProgress } from './judgement/verdict.ts';
import type { Report, RunContext } from './report/report.ts';

/**
 * Everything outside the pipeline: load, clock, GitHub, disk. The action, the terminal and the tests differ only in the
 * World that they build.
 */
export interface World {
  /** The baseline that the plan asks for; throws a ConfigurationError where it can't be read. Before any request. */
  readBaseline(plan: Plan): Promise<Baseline | null>;
  /** Waits until the environments are ready and logs in; throws Unmeasurable. */
  prepare(plan: Plan): Promise<void>;
  /** One go through the order's stages: a round of each, as far as it was begun. Throws Unmeasurable. */
  measure(plan: Plan, order: RoundOrder): Promise<readonly Round[]>;
  /**
   * Whether what was measured is still what was to be measured, such as the commit. Throws Unmeasurable; what can't be
   * told for certain though nothing speaks against it comes back for the verdict's warnings.
   */
  confirm(plan: Plan): Promise<readonly Remark[]>;
  /**
   * Who accepted a regression of this very commit, or why it doesn't count; null where nobody tried. Asked at a fail.
   * @param acceptable whether it failed by nothing but regressions, so that somebody may accept it
   */
  findAcceptance(acceptable: boolean): Promise<Acceptance | NotAccepted | null>;
  /** What is known after a block, for people who watch. */
  tell(progress: BlockProgress): void;
  /** Ends the load's connections. */
  close(): Promise<void>;
  /** Tool and machine, for the conditions. */
  readonly machine: { readonly tool: string; readonly machine: string };
  /** What every random choice of the run comes from; reported, so that it can be repeated. */
  readonly seed: string;
  describe(plan: Plan): RunContext;
  /**
   * Writes files, comment, summary, outputs. A failure to publish never changes the verdict; throws where the
   * report's secrets can't be taken out, for then nothing may be told.
   */
  publish(report: Report): Promise<void>;
}
