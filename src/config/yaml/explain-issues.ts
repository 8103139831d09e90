import type { z } from 'zod';
import { ConfigurationError } from '../configuration-error.ts';
import { suggest } from '../wording/suggest.ts';
import type { Path, Source } from './source.ts';

/** Words of the contract that later versions make work: a message may say so instead of "unknown". */
const LATER = new Set(['identity', 'policy', 'history']);

type Issue = z.core.$ZodIssue;

interface Mistake {
  readonly path: Path;
  readonly message: string;
  readonly unknown?: boolean;
}

const MOST_TOLD = 10;

/** What is wrong with a file, as one error: the first mistake's place, the others on lines of their own. */
export function explainIssues(issues: readonly Issue[], source: Source): ConfigurationError {
  // An unknown key first: a misspelt key is often why another one is missing.
  const mistakes = issues.flatMap((issue) => explain(issue, []));
  const ordered = [...mistakes.filter((one) => one.unknown), ...mistakes.filter((one) => !one.unknown)];
  const [first, ...others] = ordered
    .slice(0, MOST_TOLD)
    .map(({ path, message }) => new ConfigurationError(message, source.place(path)));
  if (!first || others.length === 0) return first ?? new ConfigurationError('does not fit', source.place([]));
  const more = others.map((other) => other.message);
  if (ordered.length > MOST_TOLD) more.push('and more');
  const where = new ConfigurationError('', first.place).message;
  return new ConfigurationError([first.message.slice(where.length), ...more].join('\n'), first.place);
}

function explain(issue: Issue, above: Path): Mistake[] {
  const path = [...above, ...(issue.path as Path)];
  if (issue.code === 'unrecognized_keys') {
    const known = issue.message.split(', ');
    return issue.keys.slice(0, MOST_TOLD + 1).map((key) => ({
      path: [...path, key],
      message: explainElsewhere(key, path) ?? explainUnknown(key, known),
      unknown: true,
    }));
  }
  if (issue.code === 'invalid_union') {
    // The branch of the value's own type says what is wrong inside it; the others only say that the type differs.
    const inside = issue.errors.find(
      (branch) => !branch.some((one) => one.code === 'invalid_type' && one.path.length === 0),
    );
    if (inside) return inside.flatMap((one) => explain(one, path));
  }
  if (issue.code === 'invalid_key') {
    return [{ path, message: issue.issues[0]?.message ?? issue.message }];
  }
  return [{ path, message: issue.message }];
}

/** A key that users expect here, and that stands elsewhere; null for any other. */
function explainElsewhere(key: string, [root, part, , inner]: Path): string | null {
  if (root !== 'gate') return null;
  if (part === 'endpoints' && key === 'server')
    return 'server-side bounds do not apply to a single request: write them under gate.server';
  if (part === 'stages' && inner === 'server' && ['drift', 'regression'].includes(key))
    return `${key} applies to the whole load: write it under gate.server`;
  return null;
}

function explainUnknown(key: string, known: readonly string[]): string {
  if (LATER.has(key)) return `is not supported by this version; allowed here: ${known.join(', ')}`;
  const meant = suggest(key, known);
  return `unknown key${meant ? `, did you mean ${meant}?` : ''}; allowed here: ${known.join(', ')}`;
}
