import type { Method } from '../plan.ts';
import type { Flow, Inspection, RequestSpec, Scenario } from '../scenario.ts';
import { listWords } from '../wording/show-value.ts';
import type { CompiledScenario } from './compile-scenario.ts';
import { templatesOf } from './templates-of.ts';

interface Asked {
  readonly scenario: Scenario;
  /** Names of the flows that the profile leaves out. */
  readonly leftOut: readonly string[];
}

/**
 * The scenario as the plan has it: without what the profile doesn't ask, the flows' steps behind the mix.
 *
 * @param methods the only ones that are asked; null: all. A flow of which a step is left out is left out as a whole.
 */
export function assembleScenario(
  { logins, requests: mix, flows: all, setup, cleanup, cookies, tables, traceLink }: CompiledScenario,
  methods: readonly Method[] | null,
): Asked {
  const isAsked = ({ method }: Pick<RequestSpec, 'method'>) => methods?.includes(method) ?? true;
  const requests: RequestSpec[] = mix.filter(isAsked);
  const walked = all.filter(({ steps }) => steps.every(({ spec }) => isAsked(spec)));
  const flows = walked.map(({ name, weight, steps, thinkAfter }, index): Flow => {
    const compiled = steps.map(({ spec, think, always }) => ({
      request: requests.push({ ...spec, flow: index }) - 1,
      ...(think && { think }),
      ...(always && { always }),
    }));
    return { name, weight, steps: compiled, ...(thinkAfter && { thinkAfter }) };
  });
  const data = tables.taken();
  const scenario: Scenario = {
    logins,
    requests,
    ...(flows.length > 0 && { flows }),
    ...(data.length > 0 && { data }),
    ...(setup.length > 0 && { setup }),
    ...(cleanup.length > 0 && { cleanup }),
    ...(cookies && { cookies }),
    ...(traceLink !== null && { traceLink }),
  };
  return {
    scenario: markHeaders(scenario),
    leftOut: all.flatMap(({ name }) => (flows.some((flow) => flow.name === name) ? [] : [name])),
  };
}

export function noteFlowsLeftOut(
  leftOut: readonly string[],
  profile: string | null,
  methods: readonly Method[] | null,
): string[] {
  return leftOut.map(
    (name) =>
      `The flow ${name} is left out: it has other steps than ${listWords(methods ?? [])} requests, and the profile ${profile} asks no others.`,
  );
}

/** A captured value that goes into a header anywhere is marked where it is captured. */
function markHeaders(scenario: Scenario): Scenario {
  const { logins, requests, setup = [], cleanup = [] } = scenario;
  const asked = [
    ...logins,
    ...logins.flatMap(({ before = [] }) => before),
    ...requests,
    ...setup,
    ...cleanup,
  ];
  const inHeaders = new Set(
    asked.flatMap(({ headers }) =>
      templatesOf({ path: [], headers, body: null })
        .flat()
        .flatMap((part) => (typeof part !== 'string' && part.value === 'capture' ? [part.name] : [])),
    ),
  );
  const mark = <T extends { readonly inspection?: Inspection }>(one: T): T => {
    const { inspection } = one;
    if (!inspection?.captures.some(({ name }) => inHeaders.has(name))) return one;
    const captures = inspection.captures.map((capture) =>
      inHeaders.has(capture.name) ? { ...capture, inHeader: true as const } : capture,
    );
    return { ...one, inspection: { ...inspection, captures } };
  };
  return {
    ...scenario,
    logins: logins.map((login) => ({
      ...mark(login),
      ...(login.before && { before: login.before.map(mark) }),
    })),
    requests: requests.map(mark),
    ...(scenario.setup && { setup: setup.map(mark) }),
    ...(scenario.cleanup && { cleanup: cleanup.map(mark) }),
  };
}
