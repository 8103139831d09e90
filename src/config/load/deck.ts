/** What a scenario draws from: shares of requests, steps and flows, and when each of them is ended. */
import type { Load } from '../plan.ts';
import type { CompiledFlow } from '../scenario/compile-flow.ts';
import type { RequestSpec, Scenario } from '../scenario.ts';

/** When a response is no longer waited for. */
export interface Deadline {
  readonly ms: number;
  /** The load's, the request's own, the longest of all requests, or those of a flow's steps together. */
  readonly of: 'load' | 'request' | 'longest' | 'steps';
}

export interface DeckPart {
  /** How many of it an arrival brings, on average; null where the profile leaves it out. */
  readonly share: number | null;
  readonly deadline: Deadline;
  readonly isRetried: boolean;
}

export interface Deck {
  /** As `requestsPerArrival` says: 1 without flows. */
  readonly perArrival: number;
  /** Of any request. */
  readonly deadline: Deadline;
  /** All of the file by name, steps of flows with them. */
  readonly requests: ReadonlyMap<string, DeckPart>;
  readonly flows: ReadonlyMap<string, DeckPart>;
}

type Timed = Pick<RequestSpec, 'timeoutMs' | 'retry'>;

/** @param asked what of the file is in the plan */
export function deckOf(
  file: { readonly requests: readonly RequestSpec[]; readonly flows: readonly CompiledFlow[] },
  asked: Scenario,
  { timeoutMs }: Pick<Load, 'timeoutMs'>,
): Deck {
  const weights = weighDeck(asked);
  const asIs = new Map([...asked.requests, ...(asked.flows ?? [])].map(({ name, weight }) => [name, weight]));
  const shareOf = (name: string) => {
    const weight = asIs.get(name);
    return weight === undefined ? null : weight / weights;
  };
  const deadlineOf = (one: Timed): Deadline =>
    one.timeoutMs === undefined ? { ms: timeoutMs, of: 'load' } : { ms: one.timeoutMs, of: 'request' };
  const part = (name: string, one: Timed): readonly [string, DeckPart] => [
    name,
    { share: shareOf(name), deadline: deadlineOf(one), isRetried: one.retry !== undefined },
  ];
  const steps = file.flows.flatMap((flow) => flow.steps);
  const flows = file.flows.map(({ name, steps: own }): readonly [string, DeckPart] => {
    const ms = own.reduce((sum, { spec }) => sum + deadlineOf(spec).ms, 0);
    const isRetried = own.some(({ spec }) => spec.retry !== undefined);
    return [name, { share: shareOf(name), deadline: { ms, of: 'steps' }, isRetried }];
  });
  const longestMs = Math.max(...asked.requests.map((one) => deadlineOf(one).ms));
  return {
    perArrival: requestsPerArrival(asked),
    deadline: { ms: longestMs, of: longestMs === timeoutMs ? 'load' : 'longest' },
    requests: new Map([
      ...file.requests.map((one) => part(one.name, one)),
      ...steps.map(({ name, spec }) => part(name, spec)),
    ]),
    flows: new Map(flows),
  };
}

/** How many requests an arrival brings, on average, if each step of a flow is reached. */
export function requestsPerArrival(scenario: Scenario): number {
  return scenario.requests.reduce((sum, { weight }) => sum + weight, 0) / weighDeck(scenario);
}

/** Sum of the weights that are drawn from: a flow's counts once, however many steps it has. */
export function weighDeck({ requests, flows = [] }: Scenario): number {
  const mix = requests.filter(({ flow }) => flow === undefined);
  return [...mix, ...flows].reduce((sum, { weight }) => sum + weight, 0);
}
