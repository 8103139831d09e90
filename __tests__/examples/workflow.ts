/** A workflow to copy, as far as the tests run it: its jobs and steps, its expressions, what its permissions allow. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { OPERATIONS, type Operation } from '../github/operations.ts';

export interface Step {
  readonly id?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Record<string, unknown>;
  readonly env?: Record<string, string>;
}
export interface Job {
  readonly if?: string;
  readonly permissions: Record<string, string>;
  readonly steps: Step[];
}
export interface Workflow {
  readonly name: string;
  readonly concurrency: { readonly group: string; readonly 'cancel-in-progress': unknown };
  readonly jobs: Record<string, Job>;
}

export const readWorkflow = (name: string) =>
  parse(
    readFileSync(join(import.meta.dirname, '../../examples/workflows', `${name}.yml`), 'utf8'),
  ) as Workflow;

/** What a job has to permit for an operation; the first that fits is enough. Anything else takes no permission. */
const TAKES: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^issues\/(create|update|delete)-comment$/, ['pull-requests: write', 'issues: write']],
  [/^issues\/(list-comments|get-comment|list-events)$/, ['pull-requests: read', 'issues: read']],
  [/^issues\/(create|update|add-labels)$/, ['issues: write']],
  [/^issues\//, ['issues: read']],
  [/^(pulls\/|repos\/list-pull-requests)/, ['pull-requests: read']],
  [/^checks\/(create|update)$/, ['checks: write']],
  [/^checks\//, ['checks: read']],
  [/^repos\/(list|get)-deployment/, ['deployments: read']],
  [/^repos\/.*status/, ['statuses: read']],
  [/^git\/(create|update|delete)/, ['contents: write']],
  [/^(git\/|repos\/(compare|get-commit|get-content))/, ['contents: read']],
  [/^actions\//, ['actions: read']],
];

/** Operations that a token with these permissions of its job may not do. */
export function mayNot(permissions: Readonly<Record<string, string>>): Operation[] {
  const given = Object.entries(permissions).flatMap(([name, level]) =>
    level === 'write' ? [`${name}: write`, `${name}: read`] : [`${name}: ${level}`],
  );
  return OPERATIONS.filter((operation) => {
    const takes = TAKES.find(([pattern]) => pattern.test(operation))?.[1];
    return takes !== undefined && !takes.some((permission) => given.includes(permission));
  });
}

/** GitHub's expressions, as far as the examples use them. */
export function evaluate(text: string, context: Readonly<Record<string, unknown>>): string {
  const operand = (written: string): unknown => {
    const word = written.trim();
    if (/^'.*'$/.test(word)) return word.slice(1, -1);
    const equal = /^(.+?) == (.+)$/.exec(word);
    if (equal) return operand(equal[1] ?? '') === operand(equal[2] ?? '');
    const starts = /^startsWith\((.+), (.+)\)$/.exec(word);
    if (starts) return String(operand(starts[1] ?? '')).startsWith(String(operand(starts[2] ?? '')));
    if (!/^[a-z_]+(\.[\w-]+)*$/i.test(word)) throw new Error(`The tests can’t evaluate ${word}.`);
    return word.split('.').reduce<unknown>((at, key) => Object(at)[key], context);
  };
  const either = (written: string): unknown =>
    written.split(' || ').reduce<unknown>((found, part) => found || all(part), undefined);
  const all = (written: string): unknown =>
    written.split(' && ').reduce<unknown>((found, part) => found && operand(part), true);
  return text.replace(/\$\{\{(.+?)\}\}/g, (_, written: string) => String(either(written) ?? ''));
}
