import { setTimeout as sleep } from 'node:timers/promises';
import { isCommit } from '../../config/target/is-commit.ts';
import { Unmeasurable } from '../unmeasurable.ts';
import { explainFailure } from './failure.ts';
import { showCommit } from './identity.ts';
import { pollCommit } from './poll.ts';
import { nameSite, type Site } from './site.ts';

/** A service that has just been loaded may need a moment. */
const TRIES = 5;
const PAUSE_MS = 500;
const ASK_MS = 5000;

/**
 * Asks once more, after the load, which commit the site serves.
 * @param before what it said when it was ready
 * @throws Unmeasurable `wrong-commit` where it says another by now, `unknown-commit` where it says nothing any more
 */
export async function confirmCommit(
  site: Site,
  before: string,
  options: { readonly address: string; readonly signal: AbortSignal; readonly pauseMs?: number },
): Promise<void> {
  const { address, signal, pauseMs = PAUSE_MS } = options;
  let last = '';
  for (let tries = 0; tries < TRIES && !signal.aborted; tries++) {
    if (tries > 0) await sleep(pauseMs, undefined, { signal }).catch(() => {});
    try {
      const polled = await pollCommit(site, { addresses: [address], deadlineMs: ASK_MS, signal });
      if (polled.good && isCommit(polled.commit ?? '', before)) return;
      if (polled.good || polled.wrongCommit) {
        const now = polled.good ? `it serves ${showCommit(polled.commit ?? '', site.redact)}` : polled.why;
        throw new Unmeasurable(
          'wrong-commit',
          `${nameSite(site)} was redeployed while it was measured: before the load it served the commit ` +
            `${showCommit(before, site.redact)}, and now ${now}`,
        );
      }
      last = polled.why;
    } catch (error) {
      if (error instanceof Unmeasurable) throw error;
      last = site.redact(explainFailure(error));
    }
  }
  if (signal.aborted) return;
  throw new Unmeasurable(
    'unknown-commit',
    `${nameSite(site)} no longer says which commit it serves, so it is unknown what was measured: ${last}`,
  );
}

/**
 * Asks one after the other. Somebody's silence does not keep the others from being asked: that another commit is served
 * says more.
 * @throws Unmeasurable the first that is more than silence, else the first silence
 */
export async function confirmAll(asks: readonly (() => Promise<void>)[]): Promise<void> {
  let silence: Unmeasurable | null = null;
  for (const ask of asks) {
    try {
      await ask();
    } catch (error) {
      if (!(error instanceof Unmeasurable) || error.code !== 'unknown-commit') throw error;
      silence ??= error;
    }
  }
  if (silence !== null) throw silence;
}
