/** The environments and their loads, side by side. */
import { ENVIRONMENT_BOUNDS } from '../../../config/schema/environment-schema.ts';
import type { ComparedRun } from '../../../evidence/compare/compared-run.ts';
import { meanOffered, peakConnections, totalSeconds } from '../../../evidence/result/conditions.ts';
import type { Comparing } from '../../../judgement/compare/decide.ts';
import { chapter, grid, type Piece } from '../document.ts';
import type { Tongue } from '../language.ts';
import { show } from '../show.ts';
import { writePrice } from './cost.ts';

type Row = readonly [label: string, of: (run: ComparedRun) => string | null];

export function configurationsSection({ runs }: Comparing, tongue: Tongue): Piece[] {
  const { words } = tongue;
  const rows = [...rowsOf(tongue), ...declaredRows(runs)]
    .map(([label, of]) => [label, runs.map((run) => of(run) ?? '–')] as const)
    .filter(([, cells]) => cells.some((cell) => cell !== '–'))
    .map(([label, cells]) => [label, ...cells]);
  // Every cell is a text: what is compared is read across.
  return chapter(
    2,
    words.sections.configurations,
    grid([words.columns.condition, ...runs.map(({ name }) => name)], [], rows),
  );
}

function rowsOf(tongue: Tongue): readonly Row[] {
  const { words, numbers } = tongue;
  const { conditions } = words;
  return [
    [conditions.scenario, ({ result }) => show(result.name)],
    [conditions.verdict, (run) => verdictOf(run, tongue)],
    [conditions.measured, ({ result }) => result.startedAt && show(minuteOf(result.startedAt))],
    [conditions.target, ({ result }) => show(result.target)],
    [conditions.base, ({ result }) => result.base && show(result.base)],
    [conditions.commit, ({ result }) => commitOf(result.servedCommit ?? result.commit)],
    [conditions.profile, ({ result }) => result.conditions.profile && show(result.conditions.profile)],
    [conditions.model, ({ result }) => words.models[result.conditions.model]],
    [conditions.connections, (run) => connectionsOf(run, tongue)],
    [conditions.offered, (run) => offeredOf(run, tongue)],
    [
      conditions.duration,
      ({ result }) => numbers.seconds(result.measured?.seconds ?? totalSeconds(result.conditions)),
    ],
    [conditions.warmup, ({ result }) => numbers.seconds(result.conditions.warmupSeconds)],
    [conditions.timeout, ({ result }) => numbers.seconds(result.conditions.timeoutSeconds)],
    [conditions.mix, (run) => mixOf(run, tongue)],
    [conditions.sent, ({ result }) => numbers.count(result.sent.target)],
    [conditions.generator, ({ result }) => show(result.conditions.machine, 80)],
    [conditions.tool, ({ result }) => show(result.conditions.tool)],
    [conditions.serverMachine, (run) => machineOf(run, tongue)],
    [conditions.cost, ({ result }) => (result.cost ? writePrice(result.cost, tongue) : null)],
  ];
}

/** What the owners declared, in the order in which names come up first. */
function declaredRows(runs: readonly ComparedRun[]): readonly Row[] {
  const names = new Set(runs.flatMap(({ result }) => Object.keys(result.conditions.environment ?? {})));
  return [...names]
    .slice(0, 2 * ENVIRONMENT_BOUNDS.entries)
    .map((name): Row => [show(name), ({ result }) => declared(result.conditions.environment, name)]);
}

function declared(environment: Readonly<Record<string, string>> | undefined, name: string): string | null {
  const value = environment && Object.hasOwn(environment, name) ? environment[name] : undefined;
  return value === undefined ? null : show(value, 120);
}

/** `fail (over-limit)`: the codes are what docs/causes.md lists. */
function verdictOf({ result: { verdict, causes } }: ComparedRun, { words }: Tongue): string {
  const [first] = causes;
  return first === undefined ? words.verdicts[verdict] : `${words.verdicts[verdict]} (${first.code})`;
}

/** `2025-10-30 16:07 UTC`. */
function minuteOf(at: string): string {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(at) ? `${at.slice(0, 10)} ${at.slice(11, 16)} UTC` : at;
}

function commitOf(commit: string | null): string | null {
  if (commit === null) return null;
  return /^[0-9a-f]{13,}$/i.test(commit) ? commit.slice(0, 12) : show(commit, 40);
}

function connectionsOf({ result: { conditions } }: ComparedRun, { words, numbers }: Tongue): string {
  const most = numbers.count(peakConnections(conditions));
  const [only, ...others] = conditions.stages;
  if (others.length > 0) return words.stagesOf(numbers.count(conditions.stages.length), most);
  const from = only?.fromConnections;
  return words.connections(from === undefined ? null : numbers.count(from), most);
}

function offeredOf({ result: { conditions } }: ComparedRun, { words, numbers }: Tongue): string | null {
  if (conditions.model === 'closed') return null;
  const kinds = new Set(
    conditions.stages.flatMap(({ arrivals }) => (arrivals ? [words.arrivals[arrivals]] : [])),
  );
  return words.offered(numbers.perSecond(meanOffered(conditions)), [...kinds].join(', '));
}

/** `80 % GET, 20 % POST`, the most frequent first. */
function mixOf({ result: { conditions } }: ComparedRun, { numbers }: Tongue): string | null {
  const shares = new Map<string, number>();
  for (const { method, share } of conditions.mix) shares.set(method, (shares.get(method) ?? 0) + share);
  const parts = [...shares].sort((a, b) => b[1] - a[1]);
  return parts.map(([method, share]) => `${numbers.percent(share)} ${show(method, 20)}`).join(', ') || null;
}

function machineOf({ result: { server } }: ComparedRun, { words, numbers }: Tongue): string | null {
  const { cores, memoryBytes } = server?.machine ?? {};
  const memory = memoryBytes === undefined ? null : numbers.inUnit('bytes', memoryBytes);
  return words.machine(cores === undefined ? null : numbers.count(cores), memory) || null;
}
