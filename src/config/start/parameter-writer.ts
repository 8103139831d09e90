/** What stands in the places of parameters: a value that a list gives, a variable, or one of several values. */
import type { DraftSetup, DraftVariable } from './draft.ts';
import { encodePart, singular, variableName, writeLiteral } from './literal.ts';
import type { Operation, Parameter, Segment } from './operation.ts';

/** Values that a template picks from. */
const MOST_PICKED = 20;

export class ParameterWriter {
  readonly #variables = new Map<string, DraftVariable>();
  /** By the path that is asked. */
  readonly #setup = new Map<string, Map<string, string>>();
  readonly #names = new Set<string>();

  get variables(): readonly DraftVariable[] {
    return [...this.#variables.values()];
  }

  get setup(): readonly DraftSetup[] {
    return [...this.#setup].map(([path, captures]) => ({
      path,
      capture: Object.fromEntries([...captures].map(([pointer, name]) => [name, pointer])),
    }));
  }

  /** Path and query, templates in them. */
  writePath({ segments, query }: Operation): string {
    const path = segments.map((segment, i) =>
      typeof segment === 'string' ? segment : this.#write(segment, segments[i - 1]),
    );
    const pairs = query.map(([name, value]) => (value === '' ? name : `${name}=${value}`));
    return `/${path.join('/')}${pairs.length > 0 ? `?${pairs.join('&')}` : ''}`;
  }

  /** What a reader of the file may want to know of its parameters; null where there is nothing. */
  commentOn({ segments }: Operation): string | null {
    const picked = segments.some(
      (segment) => typeof segment !== 'string' && segment.listed === null && segment.values.length > 1,
    );
    return picked ? 'The values that occur most often: check that the environment has them.' : null;
  }

  #write(parameter: Parameter, before: Segment | undefined): string {
    const { listed, template, values } = parameter;
    const wanted = wantedName(parameter, before);
    if (listed !== null) {
      const captures = this.#setup.get(listed.path) ?? new Map<string, string>();
      this.#setup.set(listed.path, captures);
      const known = captures.get(listed.pointer) ?? this.#free(wanted);
      captures.set(listed.pointer, known);
      return `{{${known}}}`;
    }
    if (template !== null) return template;
    const plain = values.filter((value) => /^[\w.~-]+$/.test(value)).slice(0, MOST_PICKED);
    if (plain.length > 1) return `{{pick ${plain.join(' ')}}}`;
    const value = plain[0] ?? values[0] ?? '1';
    const key = `${wanted} ${value}`;
    const known = this.#variables.get(key);
    if (known !== undefined) return `{{${known.name}}}`;
    const name = this.#free(wanted);
    this.#variables.set(key, { name, value: writeLiteral(value) });
    return `{{${name}}}`;
  }

  #free(wanted: string): string {
    let name = wanted;
    for (let i = 2; this.#names.has(name); i++) name = `${wanted}_${i}`;
    this.#names.add(name);
    return name;
  }
}

/** `order_id` of `/orders/{id}`. */
function wantedName({ name }: Parameter, before: Segment | undefined): string {
  const own = variableName(name ?? 'id');
  if (own !== 'id' && own !== 'value') return own;
  const of = typeof before === 'string' ? variableName(decodeURIComponentSafely(before)) : 'value';
  return of === 'value' ? own : variableName(`${singular(of)}_${own}`);
}

function decodeURIComponentSafely(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return encodePart(text);
  }
}
