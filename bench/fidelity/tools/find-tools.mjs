import { autocannon } from './autocannon.mjs';
import { hey } from './hey.mjs';
import { k6 } from './k6.mjs';
import { oha } from './oha.mjs';
import { tailgate } from './tailgate.mjs';
import { wrk } from './wrk.mjs';

/**
 * The tools to compare, Tailgate first; of the others those that this machine has.
 * @returns {{tools: object[], missing: string[]}} each with `name`, `version` (text) and `measure(order)`
 */
export function findTools() {
  const asked = [tailgate, autocannon, wrk, hey, k6, oha].map((tool) => ({
    ...tool,
    version: tool.version(),
  }));
  return {
    tools: asked.filter(({ version }) => version !== null),
    missing: asked.filter(({ version }) => version === null).map(({ name }) => name),
  };
}
