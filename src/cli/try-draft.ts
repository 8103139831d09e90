import { ConfigurationError } from '../config/configuration-error.ts';
import { parseConfig } from '../config/parse-config.ts';
import type { Draft } from '../config/start/draft.ts';
import { writeDraft } from '../config/start/write-draft.ts';
import { checkTarget } from '../engine/check/check-target.ts';
import type { TargetCheck } from '../engine/check/checked.ts';
import {
  fillFromLists,
  mendBefore,
  mendRequests,
  otherBasePaths,
  probeOf,
  scoreOf,
} from '../engine/check/mend-draft.ts';
import { TYPED_PROBES } from '../engine/probes/permission.ts';
import { permitTyped } from '../engine/target/guard.ts';
import { createProgressDisplay } from './progress-display.ts';
import type { Terminal } from './terminal.ts';

interface Trying {
  readonly name: string;
  readonly url: string;
  readonly terminal: Terminal;
  readonly flags: { readonly 'allow-private-hosts': boolean };
}

/** Somebody waits, and a service that is tried is there, or comes up soon; once it was waited for, it is. */
const PATIENCE = { deadlineMs: 15_000, pollMs: 300 };
const PATIENCE_LATER = { deadlineMs: 3000, pollMs: 300 };
const MOST_STEPS = 12;

/**
 * Asks each request of a draft once, mends what is wrong with it, and leaves out what can't be mended.
 * @throws ConfigurationError where nothing can be asked there, or nothing is left
 */
export async function tryDraft(
  draft: Draft,
  trying: Trying,
): Promise<{ readonly draft: Draft; readonly changes: readonly string[] }> {
  const changes: string[] = [];
  let current = draft;
  let check = await ask(current, trying, PATIENCE);
  const better = await findBasePath(current, check, trying);
  if (better !== null) {
    changes.push(`all paths are under ${better || '/'}, not under ${current.basePath || '/'}.`);
    current = { ...current, basePath: better };
    check = await ask(current, trying);
  }
  const tried = new Set<string>();
  const settle = async () => {
    for (let step = 0; step < MOST_STEPS && check.refusal !== null; step++) {
      const mended = mendBefore(current, check, tried);
      if (mended === null || mended.draft.requests.length === 0) break;
      changes.push(...mended.changes);
      current = mended.draft;
      check = await ask(current, trying);
    }
    if (check.refusal !== null) throw cannot(check.refusal.message);
  };
  await settle();
  const filled = fillFromLists(current, check);
  if (filled !== null) {
    changes.push(...filled.changes);
    current = filled.draft;
    check = await ask(current, trying);
    await settle();
  }
  const mended = mendRequests(current, check);
  if (mended.draft.requests.length === 0)
    throw cannot(`none of the requests succeeds. ${mended.changes.slice(0, 3).join(' ')}`);
  return { draft: mended.draft, changes: [...changes, ...mended.changes] };
}

function cannot(why: string): ConfigurationError {
  return new ConfigurationError(`nothing was written: ${why}`, { key: '--try' });
}

/** The base path below which the most is there; null where no other is better. */
async function findBasePath(draft: Draft, check: TargetCheck, trying: Trying): Promise<string | null> {
  const others = otherBasePaths(draft, check);
  if (others.length === 0) return null;
  const first = await ask(probeOf(draft, draft.basePath), trying);
  // Where the target itself can't be asked, no path of it can.
  if (first.refusal !== null) return null;
  let best = { basePath: draft.basePath, score: scoreOf(first) };
  for (const basePath of others) {
    const score = scoreOf(await ask(probeOf(draft, basePath), trying));
    if (score > best.score) best = { basePath, score };
  }
  return best.basePath === draft.basePath ? null : best.basePath;
}

async function ask(
  draft: Draft,
  { name, url, terminal, flags }: Trying,
  patience = PATIENCE_LATER,
): Promise<TargetCheck> {
  const inputs = { door: 'terminal', targetUrl: url } as const;
  const text = writeDraft(name, draft);
  const plan = parseConfig(text, 'tailgate.yml', { inputs, env: terminal.env, purpose: 'check' });
  const display = createProgressDisplay(terminal);
  return checkTarget(plan, {
    signal: terminal.signal,
    permission: permitTyped(flags['allow-private-hosts']).target,
    probes: TYPED_PROBES,
    onProgress: (progress) => display.show(progress),
    patience,
  }).finally(() => display.close());
}
