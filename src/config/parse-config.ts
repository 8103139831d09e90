import { type BaselineSource, parseBaselineSource } from './baseline/baseline-source.ts';
import { ConfigurationError } from './configuration-error.ts';
import { type FileNames, type GivenFiles, NO_FILES } from './files.ts';
import { compileGate } from './gate/compile-gate.ts';
import { commandOf } from './generator/command-of.ts';
import { planGenerator } from './generator/plan-generator.ts';
import type { GivenResults } from './generator.ts';
import type { Language } from './language.ts';
import { checkCaps, planCaps } from './load/caps.ts';
import { checkRows, checkThinking } from './load/check-users.ts';
import { type ChosenLoad, chooseLoad, otherLoads } from './load/choose-load.ts';
import { compileFault } from './load/compile-fault.ts';
import { deckOf } from './load/deck.ts';
import { placeLoad } from './load/place-load.ts';
import { nameOverride, type Overrides } from './overrides.ts';
import type { Plan } from './plan.ts';
import type { Policy } from './policy.ts';
import { compileProbes } from './probes/compile-probes.ts';
import { assembleScenario, noteFlowsLeftOut } from './scenario/assemble-scenario.ts';
import { noteRepetitions } from './scenario/compile-retry.ts';
import { compileScenario, requireScenario } from './scenario/compile-scenario.ts';
import { listSentFiles } from './scenario/list-files.ts';
import { odditiesOf } from './scenario/odd-letters.ts';
import { type Config, configSchema } from './schema/config-schema.ts';
import { checkSides } from './target/check-sides.ts';
import { compileTarget } from './target/compile-target.ts';
import { type Location, urlOf } from './target/location.ts';
import { parseTargetUrl } from './target/target-url.ts';
import { listWords } from './wording/show-value.ts';
import { explainIssues } from './yaml/explain-issues.ts';
import { readSource, type Source } from './yaml/source.ts';

interface ParseOptions {
  readonly inputs: Overrides;
  /** The environment; only names with the prefix TAILGATE_ are ever read. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /**
   * To calibrate, or to check what a file asks, a gate needs nothing to be compared with yet. Calibrating reads no
   * probe.
   */
  readonly purpose?: 'gate' | 'calibration' | 'check';
  /** Of a release that names no baseline, the history is one. */
  readonly policy?: Policy;
  /** What the files hold that it names, see `namesOfFiles`. */
  readonly files?: GivenFiles;
  /** Results of somebody else's load generator, which are judged in place of a load. */
  readonly results?: GivenResults;
}

/**
 * Reads tailgate.yml's text and what the inputs say in its place into a Plan: units, templates and names are checked
 * here and nowhere later. `file` is the path as the user wrote it. Throws ConfigurationError.
 */
export function parseConfig(
  text: string,
  file: string,
  { inputs, env, purpose, policy, files = NO_FILES, results }: ParseOptions,
): Plan {
  const calibrates = purpose === 'calibration' || purpose === 'check';
  const source = readSource(text, file);
  const config = readSchema(source);
  const base = chooseBase(inputs);
  const generator = results ?? commandOf(config, source, inputs, purpose);
  if (generator !== null) {
    const baseline = chooseBaseline(config.baseline, inputs, source);
    const planned = planGenerator(config, generator, { source, inputs, env, policy, base, baseline });
    return { ...whatIsSaid(config, file, source, inputs), ...planned, baseline };
  }
  const written = requireScenario(config, source);
  const chosen = chooseLoad(config, source, inputs, base !== null || calibrates);
  const { load, methods } = chosen;
  const compiledScenario = compileScenario(written, source, env, files);
  const { headers, known, notices } = compiledScenario;
  const { scenario, leftOut } = assembleScenario(compiledScenario, methods);
  const { requests } = scenario;
  if (requests.length === 0) {
    throw new ConfigurationError(
      `has no ${listWords(methods ?? [])} request, and the profile ${load.profile} sends nothing else: use realistic or medium, or add one`,
      source.place(['scenario', written.requests ? 'requests' : 'flows']),
    );
  }
  const baseline = chooseBaseline(config.baseline, inputs, source);
  const fault = compileFault(inputs, { load, hasBase: base !== null, policy });
  const deck = deckOf(compiledScenario, scenario, load);
  const probing = compileProbes(config.probes, { source, known, hasBase: base !== null && !calibrates });
  const compiled = compileGate(config.gate, {
    probes: probing.probes,
    source,
    fault,
    faultInput: nameOverride(inputs.door, 'fault'),
    deck,
    load,
    methods,
    otherLoads: otherLoads(config, source),
    hasBaseline: baseline !== null || base !== null || calibrates || policy === 'release',
    hasBase: base !== null && !calibrates,
    basePlace: { key: nameOverride(inputs.door, 'base-url') },
    calibrates,
    budget:
      inputs.durationMs === undefined
        ? null
        : { ms: inputs.durationMs, place: { key: nameOverride(inputs.door, 'duration') } },
  });
  const target = compileTarget(config.target, headers, known, inputs, source);
  // A calibration may be told the same URL twice: that is what it measures anyway.
  if (base !== null && !calibrates) {
    const nameIn = (name: 'target-url' | 'base-url') => nameOverride(inputs.door, name);
    checkSides(urlOf(target), urlOf(base), { target: nameIn('target-url'), base: nameIn('base-url') });
  }
  const budgetMs = base === null ? null : compiled.gate.interleaved.budgetMs;
  const places = placeLoad(chosen, inputs, base !== null, source);
  checkCaps(load, budgetMs, inputs, places, deck.perArrival);
  checkRows(scenario, written.data, { load, budgetMs }, source);
  checkThinking(scenario, load, places.connections);
  return {
    ...whatIsSaid(config, file, source, inputs),
    target,
    base,
    load: inputs.maxRequests === undefined ? load : { ...load, maxRequests: inputs.maxRequests },
    ...(fault !== null && { fault }),
    ...planCaps(inputs),
    scenario,
    // To calibrate, nothing but what users see is looked at.
    ...(probing.probes.length > 0 && purpose !== 'calibration' && { probes: probing.probes }),
    gate: compiled.gate,
    baseline,
    secrets: [...known.secrets],
    variables: [...known.read.keys()],
    notices: [
      ...notices,
      ...noteFlowsLeftOut(leftOut, load.profile, methods),
      ...noteRepetitions(requests),
      ...noteOddities(known.read),
      ...noteAside(chosen, calibrates),
      ...probing.notices,
      ...compiled.notices,
    ],
  };
}

/** What holds whoever makes the load. */
function whatIsSaid(config: Config, file: string, source: Source, inputs: Overrides) {
  const language = inputs.language ?? config.language;
  return {
    name: readName(config.name, source),
    configFile: file,
    ...(language && { language }),
    ...(config.environment && { environment: config.environment }),
    ...(config.cost && { cost: config.cost }),
  };
}

/** The files that have to be read for it. None where the file is wrong, which parseConfig tells. */
export function namesOfFiles(text: string, file: string): FileNames {
  try {
    return listSentFiles(readSchema(readSource(text, file)).scenario ?? {});
  } catch (error) {
    if (error instanceof ConfigurationError) return { texts: [], bytes: [] };
    throw error;
  }
}

/** Which changes concern a file's scenario, as far as that can be read without what the environment holds. */
export interface Concern {
  readonly name: string;
  readonly configFile: string;
  readonly paths: readonly string[];
  readonly language?: Language;
  /** Path of the baseline that the file names; null where it names none. */
  readonly baselineFile: string | null;
  /** Paths of the files that its requests take rows and parts from. */
  readonly sentFiles: readonly string[];
}

/** Null where all changes concern it, or where the file is wrong, which parseConfig tells. */
export function readConcern(text: string, file: string): Concern | null {
  try {
    const { name, paths, baseline, scenario, language } = readSchema(readSource(text, file));
    if (paths === undefined) return null;
    const isFile = baseline !== undefined && !/^history(@|$)/.test(baseline);
    const { texts, bytes } = listSentFiles(scenario ?? {});
    return {
      name,
      configFile: file,
      paths,
      ...(language && { language }),
      baselineFile: isFile ? baseline.replace(/#.*$/s, '') : null,
      sentFiles: [...texts, ...bytes],
    };
  } catch (error) {
    if (error instanceof ConfigurationError) return null;
    throw error;
  }
}

/** The profile heavy has it by itself, and nobody who picks that waits for it beside a base. */
function noteAside({ leavesOut = false, path }: ChosenLoad, calibrates: boolean): string[] {
  const isAsked = leavesOut && path !== null && !calibrates;
  return isAsked ? ['With a base, saturation is not checked.'] : [];
}

/** Of all that was read from the environment. */
function noteOddities(read: ReadonlyMap<string, string>): string[] {
  return odditiesOf(read).map((oddity) => `T${oddity.slice(1)}, and is sent with it.`);
}

function readSchema(source: Source): Config {
  if (source.value === null) {
    throw new ConfigurationError('is empty: start from the file that `tailgate init` writes', {
      file: source.file,
    });
  }
  const read = configSchema.safeParse(source.value);
  if (read.success) return read.data;
  throw explainIssues(read.error.issues, source);
}

function chooseBaseline(
  written: string | undefined,
  inputs: Overrides,
  source: Source,
): BaselineSource | null {
  if (inputs.baseline?.trim()) {
    const place = { key: nameOverride(inputs.door, 'baseline') };
    return parseBaselineSource(inputs.baseline, place, inputs.door === 'action' ? 'workspace' : 'anywhere');
  }
  return written === undefined ? null : parseBaselineSource(written, source.place(['baseline']), 'workspace');
}

function chooseBase({ baseUrl, door }: Overrides): Location | null {
  return baseUrl?.trim() ? parseTargetUrl(baseUrl, door, 'base-url') : null;
}

function readName(name: string, source: Source): string {
  if (!/[\p{Cc}\p{Zl}\p{Zp}]/u.test(name) && name.trim() !== '') return name;
  throw new ConfigurationError(
    `${JSON.stringify(name)} contains control characters or nothing but spaces: write a name`,
    source.place(['name']),
  );
}
