import { redactor } from '../config/secrets/redact.ts';
import type { Measurement } from '../evidence/measurement.ts';
import type { Verdict } from '../judgement/verdict.ts';
import { changeTexts } from './change-texts.ts';
import type { Report } from './report.ts';

type Redact = (text: string) => string;

/**
 * The report without secrets, for the places that nobody masks: comment, summary, result file. It happens before
 * rendering; afterwards a secret may be spelt in entities, and nothing would find it. Redacted is what quotes responses
 * or errors, and paths, which may hold an environment's value; words that programs compare are left alone.
 */
export function redactReport(report: Report, redact: Redact): Report {
  const { run, verdict, plan } = report;
  // Whoever cancels has a few seconds' patience for the files.
  const isCancelled = verdict.causes[0]?.code === 'cancelled';
  const told = (measurement: Measurement) =>
    redactMeasurement(isCancelled ? withoutSamples(measurement) : measurement, redact);
  return {
    ...report,
    plan: { ...plan, scenario: withOpenLink(plan.scenario, redact) },
    verdict: redactVerdict(verdict, redact),
    measurement: report.measurement && told(report.measurement),
    run: redactRun(run, redact),
    interleaved: report.interleaved && {
      ...report.interleaved,
      base: told(report.interleaved.base),
    },
  };
}

/** Throws, without a word of what went wrong with it, where that fails: the error may quote what was to be hidden. */
export function withoutSecrets(report: Report, secrets: readonly string[]): Report {
  try {
    return redactReport(report, redactor(secrets));
  } catch {
    throw new Error('the secrets could not be removed from the report, so nothing of it is shown');
  }
}

/** What the service says of itself, and what was written into the configuration. */
function redactRun(
  { servedCommit, baseCommit, changes, cleanup, ...run }: Report['run'],
  redact: Redact,
): Report['run'] {
  const orNull = (text: string | null) => text && redact(text);
  return {
    ...run,
    ...(changes && {
      changes: changes.map(({ key, before, after }) => ({
        key: redact(key),
        before: orNull(before),
        after: orNull(after),
      })),
    }),
    ...(cleanup && { cleanup: cleanup.map((one) => ({ ...one, error: orNull(one.error) })) }),
    ...(servedCommit && { servedCommit: redact(servedCommit) }),
    ...(baseCommit && { baseCommit: redact(baseCommit) }),
  };
}

/** What it quotes of the service may hold what was asked and answered. */
export function redactVerdict(verdict: Verdict, redact: Redact): Verdict {
  return {
    ...verdict,
    causes: changeTexts(verdict.causes, redact),
    warnings: changeTexts(verdict.warnings, redact),
    ...(verdict.why && { why: changeTexts(verdict.why, redact) }),
    comparisons: verdict.comparisons.map((row) => ({ ...row, notes: changeTexts(row.notes, redact) })),
  };
}

/** A link without the secret that it holds would lead elsewhere. */
function withOpenLink({ traceLink, ...scenario }: Report['plan']['scenario'], redact: Redact) {
  const isOpen = traceLink !== undefined && redact(traceLink) === traceLink;
  return isOpen ? { ...scenario, traceLink } : scenario;
}

function withoutSamples({ endpoints, ...measurement }: Measurement): Measurement {
  return { ...measurement, endpoints: endpoints.map((endpoint) => ({ ...endpoint, samples: [] })) };
}

function redactMeasurement(measurement: Measurement, redact: Redact): Measurement {
  const { conditions, ended } = measurement;
  return {
    ...measurement,
    conditions: {
      ...conditions,
      mix: conditions.mix.map((part) => ({ ...part, path: redact(part.path) })),
      ...(conditions.environment && { environment: redactEnvironment(conditions.environment, redact) }),
    },
    ended: 'detail' in ended ? { ...ended, detail: redact(ended.detail) } : ended,
    endpoints: measurement.endpoints.map((endpoint) => ({
      ...endpoint,
      path: redact(endpoint.path),
      samples: endpoint.samples.map((sample) => ({ ...sample, text: redact(sample.text) })),
      ...(endpoint.timings && {
        timings: { ...endpoint.timings, names: endpoint.timings.names.map((name) => redact(name)) },
      }),
    })),
  };
}

function redactEnvironment(
  environment: Readonly<Record<string, string>>,
  redact: Redact,
): Record<string, string> {
  return Object.fromEntries(Object.entries(environment).map(([name, text]) => [redact(name), redact(text)]));
}
