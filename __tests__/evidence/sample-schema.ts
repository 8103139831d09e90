/** Values that a JSON Schema of ours allows, as sparse and as small as it lets them be; and the parts it is made of. */
import { toResultJsonSchema } from '../../src/evidence/result/json-schema.ts';

export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly title?: string;
  readonly description?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly exclusiveMinimum?: number;
  readonly items?: Schema;
  readonly prefixItems?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly $defs?: Readonly<Record<string, Schema>>;
}

export const RESULT_SCHEMA = toResultJsonSchema() as Schema;

/** The schema itself, where it is only referred to. */
export function follow(schema: Schema): Schema {
  const name = schema.$ref?.replace('#/$defs/', '');
  return name === undefined ? schema : follow(RESULT_SCHEMA.$defs?.[name] ?? {});
}

/** The objects that a union is of, whatever unions it holds. */
export function variantsOf(name: string): readonly Schema[] {
  const open = (schema: Schema): readonly Schema[] => {
    const { anyOf, oneOf } = follow(schema);
    return (anyOf ?? oneOf)?.flatMap(open) ?? [follow(schema)];
  };
  return open({ $ref: `#/$defs/${name}` });
}

export interface Leaves {
  readonly number: number;
  readonly text: string;
  /** Whether what may be null is null. */
  readonly nulls: boolean;
}

/** One value of it: every key, lists of one part, the first of several. */
export function sample(schema: Schema, leaves: Leaves): unknown {
  const { const: only, enum: several, anyOf, oneOf, type, items, prefixItems, properties } = follow(schema);
  const { exclusiveMinimum } = follow(schema);
  if (only !== undefined) return only;
  const union = anyOf ?? oneOf;
  if (union) {
    const isNull = (one: Schema) => one.type === 'null';
    const nothing = union.some(isNull) && leaves.nulls;
    return nothing ? null : sample(union.find((one) => !isNull(one)) ?? {}, leaves);
  }
  if (several) return several[0];
  const kinds = [type ?? []].flat();
  if (kinds.includes('null') && (leaves.nulls || kinds.length === 1)) return null;
  if (properties)
    return Object.fromEntries(Object.entries(properties).map(([key, one]) => [key, sample(one, leaves)]));
  if (kinds.includes('object')) return {};
  if (prefixItems) return prefixItems.map((one) => sample(one, leaves));
  if (items) return [sample(items, leaves)];
  if (kinds.includes('boolean')) return false;
  if (kinds.includes('string')) return leaves.text;
  return exclusiveMinimum === undefined ? leaves.number : Math.max(leaves.number, exclusiveMinimum + 1);
}
