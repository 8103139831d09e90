import { stringify } from 'yaml';
import { KINDS } from '../../config/metric-kinds.ts';
import { METRIC_NAMES, METRICS, type MetricRow, ofMetric } from '../../config/metrics.ts';
import type { Bounds, MetricBounds, Plan } from '../../config/plan.ts';
import type { Calibration, GateAdvice, RoundsAdvice } from '../../judgement/calibration/calibration.ts';
import { asJson } from '../escape.ts';

/**
 * What was recommended, to be put under `gate` of tailgate.yml in place of the same keys: with the limits and the other
 * bounds that the file has, so that nothing is lost. A gate for which nothing can be recommended keeps what it has.
 *
 * @param written plan of the file as it is
 */
export function writeCalibrationYaml(written: Plan, calibration: Calibration): string {
  const { gates, rounds, allowance } = calibration;
  const own = (endpoint: string | null) => gates.filter((gate) => gate.endpoint === endpoint);
  const under = (key: string, named: Readonly<Record<string, MetricBounds>>) =>
    gates.some(({ endpoint }) => endpoint !== null && Object.hasOwn(named, endpoint))
      ? [
          `  ${key}:`,
          ...Object.entries(named).map(
            ([name, bounds]) => `    ${writeKey(name)}: { ${writeBounds(bounds, own(name)).join(', ')} }`,
          ),
        ]
      : [];
  const lines = [
    'gate:',
    ...writeBounds(written.gate.whole, own(null)).map((bound) => `  ${bound}`),
    ...under('endpoints', written.gate.endpoints),
    ...under('flows', written.gate.flows ?? {}),
    `  rounds: { ${writeRounds(rounds)} }`,
    ...(allowance === null ? [] : [`  environment-allowance: ${percentDigits(allowance.allowance)} %`]),
  ];
  return lines.join('\n');
}

/** Slices are as long as the service makes them: only their time is written. */
function writeRounds({ measureMs, discardMs, budgetMs }: RoundsAdvice): string {
  const length =
    measureMs === null ? '' : `measure: ${duration(measureMs)}, discard: ${duration(discardMs)}, `;
  return `${length}budget: ${duration(budgetMs)}`;
}

/** `p99: { max: 100 ms, regression: 12 % }`, and so on for each metric that has a bound. */
function writeBounds(bounds: MetricBounds, advised: readonly GateAdvice[]): string[] {
  return METRIC_NAMES.flatMap((metric) => {
    const { bound, kind, scale } = METRICS[metric];
    const has: Bounds = bounds[metric] ?? { limit: null, regression: null };
    const regression = ofMetric(advised, metric)[0]?.tolerance ?? has.regression;
    const parts = [
      ...(has.limit === null ? [] : [`${bound}: ${writeLimit(kind, has.limit)}`]),
      ...(regression === null
        ? []
        : [`regression: ${percentDigits(regression)} ${scale === 'log' ? '%' : 'pp'}`]),
    ];
    return parts.length > 0 ? [`${metric}: { ${parts.join(', ')} }`] : [];
  });
}

function writeLimit(kind: MetricRow['kind'], limit: number): string {
  const { unit } = KINDS[kind];
  return `${unit === '%' ? percentDigits(limit) : decimal(limit)} ${unit}`.trimEnd();
}

function percentDigits(share: number): string {
  return decimal(share * 100);
}

/** Digits alone: no thousands, no exponent. */
function decimal(value: number): string {
  const rounded = Number(value.toPrecision(9));
  const text = String(rounded);
  return text.includes('e') ? rounded.toFixed(12).replace(/\.?0+$/, '') : text;
}

function duration(ms: number): string {
  if (ms >= 60_000 && ms % 60_000 === 0) return `${ms / 60_000}m`;
  return ms % 500 === 0 && ms >= 1000 ? `${ms / 1000}s` : `${ms}ms`;
}

/** A request's name as a key of one line, quoted where it has to be; YAML reads what JSON escapes. */
function writeKey(name: string): string {
  const quoted = asJson(name);
  if (quoted !== JSON.stringify(name)) return quoted;
  const line = stringify({ [name]: 0 }, { lineWidth: 0 }).split('\n')[0] ?? '';
  return line.startsWith('?') || !line.endsWith(': 0') ? quoted : line.slice(0, -': 0'.length);
}
