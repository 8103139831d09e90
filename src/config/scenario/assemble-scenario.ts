import type { Method } from '../plan.ts';
import type { DataTable, Flow, RequestSpec, Scenario } from '../scenario.ts';
import type { Template } from '../template.ts';
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
    scenario: markHeaders(leaveOutIdle(scenario)),
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
      `The flow ${name} is left out: it has steps other than ${listWords(methods ?? [])} requests, and the profile ${profile} only sends those.`,
  );
}

/** Changes each request that is asked, whenever it is. */
function changeEach(scenario: Scenario, change: <T extends Written>(one: T) => T): Scenario {
  const { logins, requests, setup, cleanup } = scenario;
  return {
    ...scenario,
    logins: logins.map((login) => ({
      ...change(login),
      ...(login.before && { before: login.before.map(change) }),
    })),
    requests: requests.map(change),
    ...(setup && { setup: setup.map(change) }),
    ...(cleanup && { cleanup: cleanup.map(change) }),
  };
}

type Written = Pick<RequestSpec, 'path' | 'headers' | 'body' | 'inspection'>;

function listEach({ logins, requests, setup = [], cleanup = [] }: Scenario): readonly Written[] {
  return [...logins, ...logins.flatMap(({ before = [] }) => before), ...requests, ...setup, ...cleanup];
}

/** A captured value that goes into a header anywhere is marked where it is captured. */
function markHeaders(scenario: Scenario): Scenario {
  const inHeaders = new Set(
    listEach(scenario).flatMap(({ headers }) =>
      templatesOf({ path: [], headers, body: null })
        .flat()
        .flatMap((part) => (typeof part !== 'string' && part.value === 'capture' ? [part.name] : [])),
    ),
  );
  return changeEach(scenario, (one) => {
    const { inspection } = one;
    if (!inspection?.captures.some(({ name }) => inHeaders.has(name))) return one;
    const captures = inspection.captures.map((capture) =>
      inHeaders.has(capture.name) ? { ...capture, inHeader: true as const } : capture,
    );
    return { ...one, inspection: { ...inspection, captures } };
  });
}

/** Data that only what the profile leaves out takes a value of: nobody has to have rows for it. */
function leaveOutIdle({ data = [], ...scenario }: Scenario): Scenario {
  const tablesIn = (template: Template) =>
    template.flatMap((part) => (typeof part !== 'string' && part.value === 'row' ? [part.table] : []));
  const taken = new Set(listEach(scenario).flatMap(templatesOf).flatMap(tablesIn));
  if (taken.size === 0) return scenario;
  const kept = data.filter((_, index) => taken.has(index));
  if (kept.length === data.length) return { ...scenario, data };
  const renumber = (template: Template): Template =>
    template.map((part) =>
      typeof part !== 'string' && part.value === 'row'
        ? { ...part, table: kept.indexOf(data[part.table] as DataTable) }
        : part,
    );
  const changed = changeEach(scenario, (one) => ({
    ...one,
    path: renumber(one.path),
    headers: one.headers.map(([name, value]) => [name, renumber(value)] as const),
    body: one.body && renumber(one.body),
  }));
  return { ...changed, data: kept };
}
