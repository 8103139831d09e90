import { setTimeout as sleep } from 'node:timers/promises';
import { ConfigurationError } from '../../config/configuration-error.ts';
import { isCommit } from '../../config/target/is-commit.ts';
import { urlOf } from '../../config/target/location.ts';
import { Unmeasurable } from '../unmeasurable.ts';
import { explainFailure, faultOf, isTlsError, isUnknownHost } from './failure.ts';
import { Http2Suspicion } from './http2-suspicion.ts';
import { LastingResponses } from './lasting.ts';
import { type Poll, poll } from './poll.ts';
import { doubtSite, nameSite, type Site } from './site.ts';
import { settleBy } from './with-deadline.ts';

/** Well-answered polls in a row: one good response of a service that is restarting proves nothing. */
const GOOD_IN_A_ROW = 3;
const DEADLINE_MS = 120_000;
const POLL_MS = 500;
/** Between good responses there is no need to wait as long. */
const CONFIRM_MS = 100;
const ASK_MS = 10_000;

export interface ReadyPatience {
  readonly deadlineMs: number;
  readonly pollMs: number;
}

export const PATIENCE: ReadyPatience = { deadlineMs: DEADLINE_MS, pollMs: POLL_MS };

interface Ready {
  /** The address that answered, for the load to go to. */
  readonly address: string;
  /** What the site says it serves; null where it isn't asked. */
  readonly commit: string | null;
}

type Bad = Extract<Poll, { good: false }> & { readonly unknownHost?: boolean };

/**
 * Polls a site until it answers well, and with the right commit, several times in a row.
 * @throws Unmeasurable `not-ready` with the last response named, `rate-limited` where that was 429 and `service-broken`
 * where it was 5xx, `wrong-commit` where it was another commit's, `no-commit` where it told none, `dns` where its name
 * can't be resolved; at once `tls`, `merge-commit`, `http2-only`, and `not-ready` where the path can't be the right
 * one; what the site's `resolve` refuses by
 */
export async function awaitReady(
  site: Site,
  signal: AbortSignal,
  onWaiting: (note: string, elapsedMs: number) => void,
  patience: ReadyPatience = PATIENCE,
): Promise<Ready> {
  const startMs = performance.now();
  let addresses: readonly string[] | null = null;
  let commit: string | null = null;
  let good = 0;
  let asked = site.ready ?? site.identity?.path ?? '/';
  const onAsk = (path: string) => {
    asked = path;
  };
  let last: Bad = { good: false, why: 'there was no response', wrongCommit: false };
  let note = last.why;
  const lasting = new LastingResponses(site);
  const http2 = new Http2Suspicion(site, signal);
  while (performance.now() - startMs < patience.deadlineMs) {
    try {
      const restMs = startMs + patience.deadlineMs - performance.now();
      // Not cut to the last millisecond: the response of the last poll is what the message names.
      const deadlineMs = Math.min(ASK_MS, 1000 * Math.max(1, Math.ceil(restMs / 1000)));
      addresses ??= await settleBy(site.resolve(), deadlineMs, signal);
      const asking = { addresses, deadlineMs, signal };
      const polled = await poll(site, { ...asking, onAsk });
      await http2.answered(polled);
      const lasts = lasting.see(polled);
      if (lasts) await lasting.giveUpIfHopeless(asking);
      if (polled.good) {
        // Another commit than a moment ago: a deployment is under way.
        good = good > 0 && isSame(polled.commit, commit) ? good + 1 : 1;
        // The whole commit says more than its first digits, whichever came first.
        if (good === 1 || (polled.commit ?? '').length > (commit ?? '').length) commit = polled.commit;
        if (good === GOOD_IN_A_ROW) return { address: polled.address, commit };
      } else {
        if (polled.isMerge) throw servesMerge(site);
        good = 0;
        last = { ...polled, why: polled.why + lasting.wayOut };
        note = lasts ? `${polled.why}, again and again${lasting.wayOut}` : polled.why;
      }
    } catch (error) {
      if (signal.aborted)
        throw new Unmeasurable(
          'cancelled',
          `cancelled while waiting for the ${site.side ?? 'target'} to be ready`,
        );
      if (error instanceof Unmeasurable || error instanceof ConfigurationError) throw error;
      lasting.see(null);
      await http2.failed(error, addresses);
      if (isTlsError(error)) {
        const why = site.redact(explainFailure(error));
        throw new Unmeasurable('tls', `${nameSite(site)} can't be trusted: ${why}`);
      }
      good = 0;
      // Where nobody answers, the name may lead elsewhere by now. It is checked again, too.
      addresses = null;
      const why = site.redact(explainFailure(error));
      last = { good: false, why, wrongCommit: false, unknownHost: isUnknownHost(error) };
      note = why;
    }
    if (good === 0) onWaiting(note, performance.now() - startMs);
    await sleep(good > 0 ? CONFIRM_MS : patience.pollMs, undefined, { signal }).catch(() => {});
  }
  throw giveUp(site, last, { asked, deadlineMs: patience.deadlineMs });
}

function isSame(one: string | null, other: string | null): boolean {
  return one === null || other === null ? one === other : isCommit(one, other);
}

function servesMerge(site: Site): Unmeasurable {
  return new Unmeasurable(
    'merge-commit',
    `${urlOf(site)} serves GitHub's merge commit of this pull request (${site.mergeCommit}) instead of its head (${site.commit})`,
  );
}

/** @param asked path that was asked last */
function giveUp(
  site: Site,
  last: Bad,
  { asked, deadlineMs }: { readonly asked: string; readonly deadlineMs: number },
): Unmeasurable {
  const within = `within ${deadlineMs / 1000} s`;
  if (last.wrongCommit) {
    return new Unmeasurable(
      'wrong-commit',
      `${nameSite(site)} did not serve the commit under test ${within}: ${last.why}${doubtSite(site)}`,
    );
  }
  if (last.isSilent) {
    return new Unmeasurable(
      'no-commit',
      `${nameSite(site)} did not say which commit it serves ${within}: ${last.why}${doubtSite(site)}`,
    );
  }
  return new Unmeasurable(
    last.unknownHost ? 'dns' : (last.status !== undefined && faultOf(last.status)) || 'not-ready',
    `${nameSite(site)}${site.redact(asked)} did not become ready ${within}, which takes ${GOOD_IN_A_ROW} good responses in a row: ${last.why}${doubtSite(site)}`,
  );
}
