/** Which values the file's requests capture, and where each can be used. */
import { ConfigurationError } from '../configuration-error.ts';
import type { FlowConfig } from '../schema/flow-schema.ts';
import type { LoginConfig } from '../schema/login-schema.ts';
import type { SingleConfig } from '../schema/request-schema.ts';
import type { ScenarioConfig } from '../schema/scenario-schema.ts';
import type { Path, Source } from '../yaml/source.ts';
import { refuseTaken } from './names.ts';

/** A value by the name that templates call it by. */
export interface Captured {
  readonly name: string;
  /** Under which the plan has it. */
  readonly key: string;
  /** Index of the request of the setup, the step of the flow, … that captures it first. */
  readonly at: number;
}

/** Values of one login, of the setup, of a flow, …, in the order in which they are captured. */
export interface CaptureGroup {
  /** `the login admin`. */
  readonly whose: string;
  readonly captured: readonly Captured[];
}

export interface AllCaptured {
  /** By name of the login, '' for the short form. */
  readonly logins: ReadonlyMap<string, CaptureGroup>;
  readonly setup: CaptureGroup;
  readonly cleanup: CaptureGroup;
  readonly flows: readonly CaptureGroup[];
}

/** The file's logins: the short form first, its name ''. */
export function loginsOf({ login, logins }: ScenarioConfig): readonly (readonly [string, LoginConfig])[] {
  return [...(login ? [['', login] as const] : []), ...Object.entries(logins)];
}

export function nameLogin(name: string): string {
  return name === '' ? 'the login' : `the login ${name}`;
}

interface Writer {
  readonly path: Path;
  readonly capture?: Readonly<Record<string, unknown>> | undefined;
}

interface GroupOptions {
  readonly isFlow?: boolean;
  readonly prefix?: string;
  /** Logins in whose sessions it is sent: their captures have short names there. */
  readonly as?: readonly string[];
}

/**
 * Throws ConfigurationError for a name that means something else already, and for one that is captured in two places
 * from both of which it could be taken.
 */
export function listCaptured(
  config: ScenarioConfig,
  variables: ReadonlyMap<string, string>,
  source: Source,
): AllCaptured {
  const owners = new Map<string, string>();
  const flowKeys = new Set<string>();
  const group = (
    whose: string,
    writers: readonly Writer[],
    { isFlow = false, prefix = '', as = [] }: GroupOptions = {},
  ): CaptureGroup => {
    const captured = new Map<string, Captured>();
    writers.forEach(({ path, capture }, at) => {
      for (const name of Object.keys(capture ?? {})) {
        const place = source.place([...path, 'capture', name]);
        refuseTaken(name, place);
        if (variables.has(name)) {
          throw new ConfigurationError('has the name of a variable too: rename one of them', place);
        }
        const meant = [prefix + name, ...as.map((login) => `${login}.${name}`)];
        const owner = meant.map((one) => owners.get(one)).find((one) => one !== undefined);
        if (owner !== undefined && owner !== whose) {
          throw new ConfigurationError(`is captured by ${owner} too: rename one of them`, place);
        }
        if (!captured.has(name)) captured.set(name, { name, key: prefix + name, at });
      }
    });
    for (const { name } of captured.values()) if (!isFlow) owners.set(prefix + name, whose);
    return { whose, captured: [...captured.values()] };
  };
  const logins = loginsOf(config).map(([name, login]) => {
    const path = name === '' ? ['scenario', 'login'] : ['scenario', 'logins', name];
    const before = (login.before ?? []).map((one, i) => ({ ...one, path: [...path, 'before', i] }));
    const prefix = name === '' ? '' : `${name}.`;
    return [name, group(nameLogin(name), [...before, { ...login, path }], { prefix })] as const;
  });
  const single = (key: 'setup' | 'cleanup', requests: readonly SingleConfig[] = []) =>
    group(
      key === 'setup' ? 'the setup' : 'the clean-up',
      requests.map((one, i) => ({ ...one, path: ['scenario', key, i] })),
      { as: requests.flatMap((one) => one.as ?? []) },
    );
  const setup = single('setup', config.setup);
  const cleanup = single('cleanup', config.cleanup);
  const flows = (config.flows ?? []).map(({ name, steps, as }: FlowConfig, i) => {
    const writers = steps.map((one, j) => ({ ...one, path: ['scenario', 'flows', i, 'steps', j] }));
    const { whose, captured } = group(`the flow ${name}`, writers, {
      isFlow: true,
      as: as === undefined ? [] : [as],
    });
    // Two flows may call their values alike; a user who has walked through one has none of the other's.
    const own = captured.map((one) => (flowKeys.has(one.key) ? { ...one, key: `${name}/${one.name}` } : one));
    for (const { key } of own) flowKeys.add(key);
    return { whose, captured: own };
  });
  return { logins: new Map(logins), setup, cleanup, flows };
}
