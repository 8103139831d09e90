import { ConfigurationError } from '../../src/config/configuration-error.ts';
import type { GivenFiles } from '../../src/config/files.ts';
import type { Overrides } from '../../src/config/overrides.ts';
import { parseConfig } from '../../src/config/parse-config.ts';
import type { Plan } from '../../src/config/plan.ts';
import type { RequestSpec, Scenario } from '../../src/config/scenario.ts';
import { ENV, INPUTS } from './example.ts';

const USERS = 'email,password\na@x.example,one\nb@x.example,two\n';
export const PDF = new Uint8Array([0x25, 0x50, 0x44, 0x46, 0, 0xff, 13, 10]);

/** What the files of the workspace hold, as if they had been read. */
function given(texts: Readonly<Record<string, string>>): GivenFiles {
  const all = { 'users.csv': USERS, ...texts };
  return {
    texts: new Map(Object.entries(all).map(([path, content]) => [path, { content }])),
    bytes: new Map([['plan.pdf', { content: PDF }]]),
  };
}

export interface Around {
  readonly load?: string;
  readonly gate?: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly inputs?: Partial<Overrides>;
}

/** A file of which only the scenario is of interest: its first key is in line 4. */
export function parseScenario(scenario: string, around: Around = {}): Plan {
  const {
    load = '{ connections: 2, duration: 10s }',
    gate = 'errors: { max: 1 % }',
    files = {},
    inputs,
  } = around;
  const text = `load: ${load}\ngate: { ${gate} }\nscenario:\n${scenario.replace(/^(?=.)/gm, '  ')}`;
  return parseConfig(text, 'tailgate.yml', {
    inputs: { ...INPUTS, ...inputs },
    env: ENV,
    files: given(files),
  });
}

export const scenarioOf = (scenario: string, around?: Around): Scenario =>
  parseScenario(scenario, around).scenario;

/** The request of a name. */
export function requestOf({ requests }: Scenario, name: string): RequestSpec {
  const found = requests.find((request) => request.name === name);
  if (found === undefined) throw new Error(`there is no request ${name}`);
  return found;
}

/** The whole message that a scenario is refused with. */
export function refusal(scenario: string, around?: Around): string {
  try {
    parseScenario(scenario, around);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.message;
    throw error;
  }
  throw new Error('parsed, though it should not');
}
