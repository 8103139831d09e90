/** Configuration files for the terminal: a scenario under a load, gated by nothing that depends on its speed. */
import { readFileSync } from 'node:fs';

/** The realistic mix is this file's. */
export const EXAMPLE = 'examples/tailgate.yml';
/** What its login takes from the environment. */
export const LOGIN = { TAILGATE_EMAIL: 'bench@example.com', TAILGATE_PASSWORD: 'bench' };

export const readExample = () => readFileSync(new URL(`../../${EXAMPLE}`, import.meta.url), 'utf8');

export const TRIVIAL = 'scenario: { requests: [ { name: root, get: / } ] }';

/** The example's scenario with neither its load nor its gate nor its baseline. */
export function realisticScenario() {
  const text = readExample();
  return text.slice(text.indexOf('\nscenario:'), text.indexOf('\nbaseline:'));
}

/** @param load as in tailgate.yml */
export function runConfig({ name, scenario, load }) {
  return `name: ${name}
target: { ready: /api/v1/health }
load: ${JSON.stringify(load)}
${scenario}
gate: { errors: { max: 1 % } }
`;
}
