/** What its owner says of the environment, what it costs, and what its processors would carry; nothing is escaped. */
import { ENVIRONMENT_BOUNDS } from '../../config/schema/environment-schema.ts';
import { cpuShareOf } from '../../evidence/cpu-share.ts';
import { peakRate } from '../../evidence/peak-rate.ts';
import { projectCapacity } from '../../evidence/projection.ts';
import type { Publication } from '../report.ts';
import { wordsFor } from '../words/language.ts';
import { data, type Fact, words } from './fact.ts';

/** Empty where the file declares nothing, and no probe watched the server. */
export function environmentFacts(report: Publication): readonly Fact[] {
  const { labels } = wordsFor(report);
  const facts = [
    ...declaredOf(report).map((declared) => data(labels.environment, declared)),
    words(labels.cost, costOf(report)),
    words(labels.projection, projectionOf(report)),
  ];
  return facts.filter((fact) => fact !== null);
}

/** The same for a terminal: a line each, and the projection under a word that is short. */
export function environmentLines(report: Publication): readonly (readonly [string, string | null])[] {
  const { labels } = wordsFor(report);
  const declared = declaredOf(report);
  return [
    [labels.environment.toLowerCase(), declared.length === 0 ? null : declared.join('; ')],
    [labels.cost.toLowerCase(), costOf(report)],
    [labels.terminal.projection, projectionOf(report)],
  ];
}

function declaredOf({ result }: Publication): readonly string[] {
  return Object.entries(result.conditions.environment ?? {})
    .slice(0, ENVIRONMENT_BOUNDS.entries)
    .map(([name, text]) => `${name}: ${text}`);
}

/** `27.30 EUR/month: 11 /s for each EUR`; null where nobody says what it costs. */
function costOf(report: Publication): string | null {
  const { cost } = report.result;
  return cost === undefined ? null : wordsFor(report).setting.cost(cost);
}

function projectionOf(report: Publication): string | null {
  const { result } = report;
  const projection = projectCapacity(peakRate(result), cpuShareOf(result.server));
  return projection && wordsFor(report).describeProjection(projection, result.search?.capacity ?? null);
}
