/** A comparison as data, for programs. Names of runs are those of the columns; figures are in the units of results. */
import type { AnsweredQuestion, Comparing } from '../../judgement/compare/decide.ts';
import { ASSUMED_SPREAD, type RunPair } from '../../judgement/compare/judge-pair.ts';

const COMPARISON_FORMAT = 'tailgate-comparison/1';

export function toComparisonFile({ runs, pairs, decisions, levels, currency }: Comparing): object {
  const names = runs.map(({ name }) => name);
  const nameAll = (indices: readonly number[]) => indices.map((i) => names[i]);
  return {
    format: COMPARISON_FORMAT,
    assumedSpread: ASSUMED_SPREAD,
    runs: runs.map(({ name, file, result, metrics, cpu, projection, capacity }) => ({
      name,
      file,
      scenario: result.name,
      verdict: result.verdict,
      causes: result.causes.map(({ code }) => code),
      startedAt: result.startedAt,
      commit: result.servedCommit ?? result.commit,
      target: result.target,
      conditions: result.conditions,
      metrics,
      ...(result.server && { server: result.server }),
      ...(result.cost && { cost: result.cost }),
      cpu,
      projection: projection && {
        responsesPerSecond: projection.perSecond,
        atHalf: projection.careful,
        atFourFifths: projection.most,
        isFar: projection.isFar,
      },
      capacity,
    })),
    pairs: pairs.map(pairOf),
    decisions: decisions.map(({ question, values, answer }: AnsweredQuestion) => ({
      question,
      values: Object.fromEntries(values.map((value, i) => [names[i], value])),
      answer: answer.is,
      of: nameAll(answer.of),
    })),
    levels: levels.map(({ perSecond, of, take }) => ({
      perSecond,
      carries: Object.fromEntries(of.map((carries, i) => [names[i], carries])),
      take: nameAll(take),
    })),
    currency,
  };
}

function pairOf({ before, now, verdict, refused, noted, invalid, figures }: RunPair): object {
  return {
    before: before.name,
    now: now.name,
    verdict,
    refused,
    noted,
    invalid: invalid.map(({ name }) => name),
    figures,
  };
}
