/** Parameters of an operation → what stands in their places. */
import { hideText } from '../../hide-body.ts';
import { encodePart } from '../../literal.ts';
import type { Parameter } from '../../operation.ts';
import { envTemplate, isSecretName, type Vault } from '../../vault.ts';
import { listOf, type Members, membersOf, own, scalarOf } from '../values.ts';
import type { References } from './references.ts';
import type { Sampler } from './sample.ts';

export interface Known {
  readonly references: References;
  readonly sampler: Sampler;
  readonly vault: Vault;
}

/** Those of the path and of the operation, which replace them (OpenAPI 3, "Operation Object"). */
export function parametersOf(path: Members, operation: Members, { references }: Known): readonly Members[] {
  const all = new Map<string, Members>();
  for (const written of [...listOf(path.parameters), ...listOf(operation.parameters)]) {
    const parameter = references.follow(written);
    all.set(`${parameter.in} ${parameter.name}`, parameter);
  }
  return [...all.values()];
}

/** An example that the document gives; undefined where it gives none. */
function exampleOf(parameter: Members, { references }: Known): unknown {
  const schema = references.follow(parameter.schema ?? parameter);
  const [first] = Object.values(membersOf(parameter.examples));
  const given = [
    parameter.example,
    parameter['x-example'],
    references.follow(first).value,
    schema.example,
    listOf(schema.examples)[0],
    schema.default,
    schema.const,
    listOf(schema.enum)[0],
  ];
  return given.find((one) => scalarOf(one) !== null);
}

/** @param listed where a list gives its value */
export function pathParameter(
  name: string,
  parameter: Members | undefined,
  listed: Parameter['listed'],
  known: Known,
): Parameter {
  const none = { name, values: [], template: null, listed, comment: null };
  if (listed !== null) return none;
  const example = scalarOf(parameter && exampleOf(parameter, known));
  if (isSecretName(name)) {
    if (example !== null) known.vault.add(example);
    return { ...none, template: envTemplate(name) };
  }
  if (example !== null && example !== '' && known.vault.isClean(example))
    return { ...none, values: [example] };
  const made = known.sampler.sample(parameter?.schema ?? parameter, { isWhole: false, side: 'request' });
  const text = scalarOf(made) ?? '1';
  const comment = `one that exists: the document gives neither an example nor a list`;
  return text.startsWith('{{') || text === 'text'
    ? { ...none, values: ['1'], comment }
    : { ...none, values: [text], comment };
}

/** Required ones; a query that may be left out is. */
export function requiredQueryOf(parameters: readonly Members[], known: Known): [string, string][] {
  return parameters
    .filter((parameter) => parameter.in === 'query' && parameter.required === true)
    .map((parameter) => {
      const name = String(parameter.name);
      const text = writtenValue(parameter, known);
      return [encodePart(name), isTemplate(text) ? text : encodePart(text)];
    });
}

export function headersOf(parameters: readonly Members[], known: Known): Record<string, string> {
  const skipped = ['accept', 'content-type', 'authorization'];
  return Object.fromEntries(
    parameters
      .filter(({ in: place, required }) => place === 'header' && required === true)
      .filter(({ name }) => !skipped.includes(String(name).toLowerCase()))
      .map((parameter) => [String(parameter.name).toLowerCase(), writtenValue(parameter, known)]),
  );
}

function writtenValue(parameter: Members, known: Known): string {
  const name = String(parameter.name);
  const example = exampleOf(parameter, known);
  const made = known.sampler.sample(own(parameter, 'schema') ?? parameter, {
    isWhole: false,
    side: 'request',
  });
  return hideText(
    scalarOf(example) ?? scalarOf(Array.isArray(made) ? made[0] : made) ?? '1',
    known.vault,
    name,
  );
}

function isTemplate(text: string): boolean {
  return text.includes('{{') && !text.includes('{{"');
}
