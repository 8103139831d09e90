import type { SingleRequest } from '../../config/scenario.ts';
import { redactor } from '../../config/secrets/redact.ts';
import type { CleanupOutcome } from '../cleanup-outcome.ts';
import { hideFound } from '../inspection/hide-found.ts';
import { isExpected } from '../is-expected.ts';
import type { Captures } from '../render.ts';
import type { Side } from '../round.ts';
import { ownSecrets } from '../users/own-secrets.ts';
import { type Asking, ask, renderRequest } from './ask.ts';
import { explainFailure } from './failure.ts';

interface CleaningUp {
  readonly side: Side;
  /** @param captured by the requests before it */
  asking(request: SingleRequest, captured: Captures): Asking;
  /** Makes the logins that it carries anew. @returns whether there are any; may throw */
  logInAgain(request: SingleRequest): Promise<boolean>;
  redact(text: string): string;
  /** Telling of each value that is captured, before anything is said of the response. */
  onCaptured(value: string): void;
}

/**
 * Asks one after the other, with what those before it captured. Where the first that carries a login is answered 401,
 * that may have expired since the load: it is made anew, and asked once more. Never throws.
 */
export async function cleanAll(
  requests: readonly SingleRequest[],
  cleaning: CleaningUp,
): Promise<readonly CleanupOutcome[]> {
  const outcomes: CleanupOutcome[] = [];
  let captured: Captures = {};
  let wasExpired = false;
  const clean = (request: SingleRequest) => cleanBy(request, cleaning.asking(request, captured), cleaning);
  for (const request of requests) {
    let { outcome, found } = await clean(request);
    if (outcome.status === 401 && !outcome.ok && !wasExpired) {
      const renewed = await cleaning.logInAgain(request).catch(() => 'failed' as const);
      wasExpired = renewed !== false;
      if (renewed === true) ({ outcome, found } = await clean(request));
    }
    if (outcome.ok) captured = { ...captured, ...found };
    outcomes.push(outcome);
  }
  return outcomes;
}

async function cleanBy(
  request: SingleRequest,
  asking: Asking,
  { side, redact: redactKnown, onCaptured }: CleaningUp,
): Promise<{ readonly outcome: CleanupOutcome; readonly found: Captures }> {
  const redact = (text: string) => redactor(ownSecrets(asking.jar?.values ?? []))(redactKnown(text));
  const of = { side, name: request.name };
  try {
    const asked = await ask(request, renderRequest(request, asking), asking);
    const { failure, captured: found } = asked;
    const { status } = asked.response;
    for (const value of Object.values(found)) onCaptured(value);
    const isWrong = !isExpected(status, request.expect);
    const error = isWrong || failure === null ? null : hideFound(failure, redact);
    return { outcome: { ...of, status, error, ok: !isWrong && error === null }, found };
  } catch (error) {
    const says = redact(explainFailure(error));
    return { outcome: { ...of, status: null, error: says, ok: false }, found: {} };
  }
}
