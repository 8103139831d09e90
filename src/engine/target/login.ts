import type { Login, SingleRequest } from '../../config/scenario.ts';
import { hideRandom, hideValues } from '../../config/secrets/hide-values.ts';
import { hideFound } from '../inspection/hide-found.ts';
import { isExpected } from '../is-expected.ts';
import type { Captures } from '../render.ts';
import { retryAfterSeconds } from '../retry-after.ts';
import { Unmeasurable, type UnmeasurableCode } from '../unmeasurable.ts';
import { type AskedOnce, type Asking, ask, renderRequest } from './ask.ts';
import { codeOf, explainFailure, faultOf, isOwnFault, isSilence } from './failure.ts';
import type { ProbeResponse } from './probe.ts';

const SHOWN = 300;

/** What is told of a login's response. */
export interface LoginAnswer {
  readonly status: number;
  readonly ms: number;
  /** Of the body. */
  readonly bytes: number;
  /** It is as it has to be. */
  readonly isGood: boolean;
  readonly captured: Captures;
}

/** What a request beside the load is for, as its messages name it. */
interface Purpose {
  /** Such as `the login`. */
  readonly name: string;
  /** What it is where it fails, and neither a limiter nor the service is why. */
  readonly code: 'login-failed' | 'setup-failed';
  readonly doubts?: readonly string[] | undefined;
}

export interface Telling {
  redact(text: string): string;
  /** Telling of the response, whatever it was. */
  onAnswer?(answer: LoginAnswer): void;
  /** Telling of each value that is captured before anything is said of the response, also where it then fails. */
  onCaptured(value: string): void;
  /** Telling of all that a response of an expected status gave, also where something else is missing in it. */
  onFound?(captured: Captures): void;
}

/**
 * Logs in once, after what has to be asked before it, and captures what the rest of the scenario carries.
 * @throws Unmeasurable `login-failed` with the status and the start of the body: redacted, and of a response that may
 * hold a session, its shape alone; `limited-at-start` for 429, `service-broken` for 5xx and where no response came
 */
export async function logIn(login: Login, asking: Asking, told: Telling): Promise<Captures> {
  const name = login.name === '' ? 'the login' : `the login ${login.name}`;
  let captures = asking.captures;
  const before: Captures[] = [];
  for (const request of login.before ?? []) {
    const purpose = { name: `${name}'s ${request.name}`, code: 'login-failed' } as const;
    const found = await askFor(request, purpose, { ...asking, captures }, { ...told, onAnswer: () => {} });
    captures = { ...captures, ...found };
    before.push(found);
  }
  const purpose = { name, code: 'login-failed', doubts: login.doubts } as const;
  return Object.assign({}, ...before, await askFor(login, purpose, { ...asking, captures }, told));
}

/** Asks what makes a side ready for its load, telling what it gave. Throws Unmeasurable, as a login does. */
export async function setUp(request: SingleRequest, asking: Asking, told: Telling): Promise<void> {
  await askFor(request, { name: `the setup's ${request.name}`, code: 'setup-failed' }, asking, told);
}

async function askFor(
  request: SingleRequest,
  purpose: Purpose,
  asking: Asking,
  { redact, onAnswer, onCaptured, onFound }: Telling,
): Promise<Captures> {
  const rendered = renderRequest(request, asking);
  const what = () => redact(`${request.method} ${asking.url}${rendered.path}`);
  let asked: AskedOnce;
  try {
    asked = await ask(request, rendered, asking);
  } catch (error) {
    const doing = purpose.code === 'login-failed' ? 'logging in' : 'setting up';
    if (asking.signal.aborted) throw new Unmeasurable('cancelled', `cancelled while ${doing}`);
    const code = codeOfFailure(error, purpose);
    throw new Unmeasurable(code, `${purpose.name} (${what()}) failed: ${redact(explainFailure(error))}`);
  }
  const { response, ms, captured, failure } = asked;
  const { status, bytes } = response;
  const isGood = isExpected(status, request.expect) && failure === null;
  onAnswer?.({ status, bytes, ms, isGood, captured });
  for (const value of Object.values(captured)) onCaptured(value);
  if (!isExpected(status, request.expect)) {
    const hint =
      status >= 300 && status < 400 ? ', a redirect, which is never followed with credentials' : '';
    const more = `${hint}${waitOf(response)}${doubtsOf(purpose)}`;
    throw new Unmeasurable(
      faultOf(status) ?? purpose.code,
      `${purpose.name} (${what()}) was answered ${status}${more}: ${shown(request, response, redact)}`,
    );
  }
  onFound?.(captured);
  if (failure !== null) {
    const why = hideFound(failure, redact);
    // Where its body can't be read, that is why.
    const more = response.unread === null ? `; it is ${shown(request, response, redact)}` : '';
    throw new Unmeasurable(
      purpose.code,
      `the response to ${purpose.name} (${what()}) is not as expected: ${why}${more}`,
    );
  }
  return captured;
}

/** Whoever is refused is told why; whoever isn't may have been given a session, wherever it stands in the response. */
function shown(
  { expect }: SingleRequest,
  { status, body, unread }: ProbeResponse,
  redact: (text: string) => string,
): string {
  const isRefused = status >= 400 && !isExpected(status, expect);
  if (unread !== null) return `(its body can't be read: ${redact(unread)})`;
  const text = isRefused ? hideRandom(redact(body)) : hideValues(body, redact);
  return text.slice(0, SHOWN) || '(empty)';
}

/** What it sends may be why. */
function doubtsOf({ doubts = [] }: Purpose): string {
  return doubts.length === 0 ? '' : ` (${doubts.join('; ')})`;
}

function codeOfFailure(error: unknown, { code }: Purpose): UnmeasurableCode {
  if (isOwnFault(codeOf(error))) return 'generator-exhausted';
  return isSilence(error) ? 'service-broken' : code;
}

/** How long a limiter wants to be left alone, where it says so. */
function waitOf({ status, headers }: ProbeResponse): string {
  const seconds = status === 429 ? retryAfterSeconds(headers['retry-after'], Date.now()) : null;
  return seconds === null ? '' : ` (Retry-After ${seconds} s)`;
}
