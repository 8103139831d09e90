import { createHash } from 'node:crypto';
import type { Plan } from '../config/plan.ts';

/**
 * Of what determines a measurement and nothing else: shards of one hash made parts of one load. Where it is measured is
 * told beside it. Values of secrets are no part of it, for a hash of a short one gives it away; nor are rows of data,
 * which may be accounts: of those only how many there are.
 *
 * @returns SHA-256 in hexadecimal
 */
export function hashPlan(plan: Plan): string {
  const { name, target, load, scenario, gate, caps, shards } = plan;
  const { data, ...asked } = scenario;
  const tables = (data ?? []).map((table) => ({ ...table, rows: table.rows.length }));
  const { ready, identity } = target;
  const { interleaved } = gate;
  const what = {
    name,
    ready,
    identity,
    load,
    asked,
    tables,
    interleaved,
    caps,
    shards,
    inTurn: plan.base !== null,
  };
  const text = plan.secrets
    .toSorted((a, b) => b.length - a.length)
    .reduce((all, secret) => all.replaceAll(JSON.stringify(secret).slice(1, -1), '•'), canonical(what));
  return createHash('sha256').update(text).digest('hex');
}

/** JSON with its keys in one order, whatever the order in which they were given. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner) && !ArrayBuffer.isView(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

/** What all random choices of the shards of one meeting come from. */
export function seedOf(run: string, plan: string): string {
  return createHash('sha256').update(`${run}\n${plan}`).digest('hex').slice(0, 12);
}
