import { type JsonSchema, toJsonSchema } from './json-schema.ts';

/** The reference of tailgate.yml as a Markdown table, from the same schema: key, example, default, meaning. */
export function writeReference(): string {
  const rows = listKeys(toJsonSchema(), '').map(
    ({ key, example, fallback, meaning }) => `| \`${key}\` | ${example} | ${fallback} | ${meaning} |`,
  );
  return ['| Key | Example | Default | Meaning |', '|---|---|---|---|', ...rows, ''].join('\n');
}

interface Row {
  readonly key: string;
  readonly example: string;
  readonly fallback: string;
  readonly meaning: string;
}

function listKeys(schema: JsonSchema, above: string): Row[] {
  const properties = (schema.properties ?? {}) as Readonly<Record<string, JsonSchema>>;
  const required = (schema.required ?? []) as readonly string[];
  return Object.entries(properties).flatMap(([name, property]) => {
    const key = above === '' ? name : `${above}.${name}`;
    const row: Row = {
      key,
      example: showCode((property.examples as unknown[] | undefined)?.[0] ?? listWords(property)),
      fallback: required.includes(name) ? '(required)' : showCode(property.default),
      meaning: escapeCell(String(property.description ?? '')),
    };
    return [row, ...listInside(property, key)];
  });
}

function listInside(property: JsonSchema, key: string): Row[] {
  // Bounds of a request or a stage are those of the whole, listed already.
  if (key === 'gate.endpoints' || key === 'gate.flows' || key === 'gate.stages') return [];
  const branches = (property.anyOf ?? []) as readonly JsonSchema[];
  const items = property.items as JsonSchema | undefined;
  return [
    ...listKeys(property, key),
    ...branches.flatMap((branch) => listKeys(branch, key)),
    ...(items ? listKeys(items, `${key}[]`) : []),
  ];
}

function listWords(property: JsonSchema): string | undefined {
  return (property.enum as readonly string[] | undefined)?.join(' · ');
}

function showCode(value: unknown): string {
  if (value === undefined || (typeof value === 'object' && value !== null && Object.keys(value).length === 0))
    return '';
  return `\`${escapeCell(typeof value === 'string' ? value : JSON.stringify(value))}\``;
}

function escapeCell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}
