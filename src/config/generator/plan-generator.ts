/** The plan of a load that somebody else's generator makes: the gate, and what is known of the load. */
import type { BaselineSource } from '../baseline/baseline-source.ts';
import { ConfigurationError } from '../configuration-error.ts';
import { compileGate } from '../gate/compile-gate.ts';
import { fewestBlocks } from '../gate/fewest-blocks.ts';
import type { Generator } from '../generator.ts';
import { planCaps } from '../load/caps.ts';
import type { Deck } from '../load/deck.ts';
import { nameOverride, type Overrides } from '../overrides.ts';
import type { Gate, Load, Plan } from '../plan.ts';
import type { Policy } from '../policy.ts';
import type { Config } from '../schema/config-schema.ts';
import { compileTarget } from '../target/compile-target.ts';
import type { Location } from '../target/location.ts';
import type { Source } from '../yaml/source.ts';

interface GeneratorContext {
  readonly source: Source;
  readonly inputs: Overrides;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly policy: Policy | undefined;
  readonly base: Location | null;
  readonly baseline: BaselineSource | null;
}

/** Longer than any limit of a latency may be. */
const NO_DEADLINE_MS = 7_200_000;
/** What says how hard to load, or meanwhile does something else. Of caps, an action's inputs have defaults. */
const IDLE = { profile: 'profile', duration: 'durationMs', fault: 'fault', 'fault-end': 'faultEnd' } as const;
const CAPS = { 'max-requests': 'maxRequests' } as const;
/** Of a run that is still to come: what is known of it, its command knows. */
const ROUND_MS = 1000;

type Planned = Pick<
  Plan,
  'target' | 'base' | 'load' | 'caps' | 'generator' | 'scenario' | 'gate' | 'secrets' | 'notices'
>;

/**
 * @throws ConfigurationError for what says how hard to load, since the generator alone says that; for bounds of single
 * requests, stages and flows, of which it tells none; and where the gate could not fail
 */
export function planGenerator(config: Config, generator: Generator, context: GeneratorContext): Planned {
  const { source, inputs, policy, base, baseline } = context;
  checkIdle(generator, context);
  refuseParts(config, generator, source);
  const load = loadOf(generator);
  const { gate, notices } = compileGate(config.gate, {
    probes: [],
    source,
    fault: null,
    faultInput: nameOverride(inputs.door, 'fault'),
    deck: EMPTY,
    load,
    methods: null,
    otherLoads: [],
    hasBaseline: baseline !== null || base !== null || policy === 'release',
    hasBase: base !== null,
    basePlace: { key: nameOverride(inputs.door, 'base-url') },
    calibrates: false,
    budget: null,
  });
  return {
    target: targetOf(config, generator, context),
    base,
    load,
    ...(generator.kind === 'command' && planCaps(inputs)),
    generator,
    scenario: { logins: [], requests: [] },
    gate: generator.kind === 'command' ? takeTurns(gate, generator, context) : gate,
    secrets: [],
    notices: [...notices, ...noteIdle(config, generator, source)],
  };
}

const EMPTY: Deck = {
  perArrival: 1,
  deadline: { ms: NO_DEADLINE_MS, of: 'load' },
  requests: new Map(),
  flows: new Map(),
};

/** As one stretch: how hard it is, the generator knows. */
function loadOf(generator: Generator): Load {
  const { connections = 1, seconds } =
    generator.kind === 'results' ? generator.load : { connections: 1, seconds: ROUND_MS / 1000 };
  const durationMs = Math.max(1, seconds * 1000);
  return {
    profile: null,
    stages: [{ name: null, connections: Math.max(1, connections), durationMs, arrivals: null }],
    warmupMs: 0,
    timeoutMs: NO_DEADLINE_MS,
  };
}

function targetOf(
  config: Config,
  generator: Generator,
  { source, inputs, env }: GeneratorContext,
): Plan['target'] {
  if (generator.kind === 'results') return { origin: '', ready: null, identity: null, headers: [] };
  const nothing = {
    variables: new Map(),
    captures: new Map(),
    secrets: new Set<string>(),
    used: new Set<string>(),
  };
  return compileTarget(config.target, [], { ...nothing, env, read: new Map() }, inputs, source);
}

/** A round is a run of the command: as many as there are blocks, however long each of them takes. */
function takeTurns(
  gate: Gate,
  { blocks, deadlineMs }: Extract<Generator, { kind: 'command' }>,
  { source, base }: GeneratorContext,
): Gate {
  const fewest = fewestBlocks(gate);
  if (base !== null && blocks < fewest) {
    throw new ConfigurationError(
      `${blocks} blocks are too few: the gate can't fail in fewer than ${fewest}; write at least ${fewest}, or declare fewer regressions`,
      source.place(['load', 'blocks']),
    );
  }
  const interleaved = {
    ...gate.interleaved,
    measureMs: ROUND_MS,
    sliced: false,
    discardMs: 0,
    budgetMs: 2 * blocks * deadlineMs,
  };
  return { ...gate, interleaved };
}

/** A bound that nothing could miss would be one that everybody believes to be kept. */
function refuseParts({ gate }: Config, { kind }: Generator, source: Source): void {
  const output = kind === 'results' ? 'a result' : 'what load.command writes';
  for (const [part, what] of [
    ['endpoints', 'single requests'],
    ['flows', 'flows'],
    ['stages', 'stages'],
  ] as const) {
    const [name] = Object.keys(gate[part] ?? {});
    if (name === undefined) continue;
    throw new ConfigurationError(
      `can't be judged: of ${output}, the figures of all requests together are read, and none of ${what}, so take it out`,
      source.place(['gate', part, name]),
    );
  }
}

function checkIdle(generator: Generator, { source, inputs, base }: GeneratorContext): void {
  const what = generator.kind === 'results' ? 'existing results' : 'load.command';
  const idle = Object.entries({ ...IDLE, ...(inputs.door === 'terminal' && CAPS) });
  for (const [name, value] of idle as [keyof typeof IDLE, keyof Overrides][]) {
    if ((inputs[value] ?? null) === null) continue;
    throw new ConfigurationError(
      `has no effect with ${what}, because the generator made the load: leave it out`,
      {
        key: nameOverride(inputs.door, name),
      },
    );
  }
  if (generator.kind === 'results' && base !== null) {
    throw new ConfigurationError(
      "has no effect with existing results, which can't be measured alternately any more: leave it out, or let load.command run the generator",
      { key: nameOverride(inputs.door, 'base-url') },
    );
  }
  if (source.has(['probes'])) {
    throw new ConfigurationError(`has no effect with ${what}: remove it`, source.place(['probes']));
  }
  for (const key of ['warmup', 'timeout'] as const) {
    if (generator.kind === 'results' || !source.has(['load', key])) continue;
    throw new ConfigurationError(
      'has no effect with command: set it in the command itself, and remove it',
      source.place(['load', key]),
    );
  }
}

/** What the file has for Tailgate's own load. */
function noteIdle({ scenario }: Config, { kind }: Generator, source: Source): string[] {
  const hasLoad = kind === 'results' && source.has(['load']);
  const idle = [scenario === undefined ? null : 'scenario', hasLoad ? 'load' : null].filter(
    (one) => one !== null,
  );
  const rounds = kind === 'command' && source.has(['gate', 'rounds']) ? ['gate.rounds'] : [];
  return [...idle, ...rounds].map((key) => `${key} is not used: another load generator generates the load.`);
}
