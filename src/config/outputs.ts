/** The action's outputs, and what action.yml says of them. */
import { KINDS } from './metric-kinds.ts';
import { METRIC_NAMES, METRICS, type MetricRow } from './metrics.ts';

/** Of one metric of the whole run: its figure, and its change where it is compared. */
function outputsOf({ kind, label, noun, scale, outputs }: MetricRow): readonly (readonly [string, string])[] {
  const change = scale === 'log' ? `Relative change of ${noun}` : `Change of the ${noun}`;
  const figure = [outputs.figure, KINDS[kind].output(label)] as const;
  if (outputs.change === undefined) return [figure];
  const from = `from the base or the baseline (${KINDS[kind].change}); empty if there is neither, or if it was not compared`;
  return [figure, [outputs.change, `${change} ${from}`]];
}

/** Name → description, in the order of action.yml. */
export const OUTPUTS: Readonly<Record<string, string>> = {
  verdict: 'pass, fail, inconclusive or invalid',
  reason: 'The reason for the verdict, in one sentence',
  causes:
    'Codes of the causes, separated by commas, the main one first (over-limit,regressed); empty for a pass. docs/causes.md lists them',
  ...Object.fromEntries(METRIC_NAMES.flatMap((metric) => outputsOf(METRICS[metric]))),
  result: 'Absolute path of the result file; comment.md, junit.xml and metrics.prom are in the same folder',
  report:
    'Absolute path of report.html, the report page with charts, in the same folder; empty if it could not be written',
  pages:
    'Absolute path of the folder with the history page, index.html; empty without the input pages, or if it could not be written',
  'comment-url': "URL of the pull request's comment; empty if none was posted",
};
