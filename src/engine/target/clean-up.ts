import type { SingleRequest } from '../../config/scenario.ts';
import type { CleanupOutcome } from '../cleanup-outcome.ts';
import { hideFound } from '../inspection/hide-found.ts';
import { isExpected } from '../is-expected.ts';
import type { Side } from '../round.ts';
import { type Asking, ask, renderRequest } from './ask.ts';
import { explainFailure } from './failure.ts';

/** Asks once; never throws. */
export async function cleanBy(
  request: SingleRequest,
  side: Side,
  asking: Asking,
  redact: (text: string) => string,
): Promise<CleanupOutcome> {
  const of = { side, name: request.name };
  try {
    const { response, failure } = await ask(request, renderRequest(request, asking), asking);
    const { status } = response;
    if (!isExpected(status, request.expect)) return { ...of, status, error: null, ok: false };
    const error = failure === null ? null : hideFound(failure, redact);
    return { ...of, status, error, ok: error === null };
  } catch (error) {
    return { ...of, status: null, error: redact(explainFailure(error)), ok: false };
  }
}
