import type { Login } from '../../config/plan.ts';
import { hideRandom, hideValues } from '../../config/secrets/hide-values.ts';
import { isExpected } from '../is-expected.ts';
import { type Captures, renderText } from '../render.ts';
import { retryAfterSeconds } from '../retry-after.ts';
import { Unmeasurable, type UnmeasurableCode } from '../unmeasurable.ts';
import type { Values } from '../values.ts';
import { codeOf, explainFailure, faultOf, isOwnFault, isSilence } from './failure.ts';
import { resolvePointer, sourceAt } from '../inspection/pointer.ts';
import { type ProbeResponse, sendProbe } from './probe.ts';

const SHOWN = 300;

/** Letters of a captured value: servers take no larger header, and every text is searched for it in all its forms. */
const LONGEST_CAPTURE = 8192;

/** What is told of a login's response. */
export interface LoginAnswer {
  readonly status: number;
  readonly ms: number;
  /** Of the body. */
  readonly bytes: number;
}

interface LoginOptions {
  /** Address that the environment was found ready at. */
  readonly address: string;
  readonly deadlineMs: number;
  readonly signal: AbortSignal;
  readonly values: Values;
  redact(text: string): string;
  /** Told of the response, whatever it was. */
  onAnswer?(answer: LoginAnswer): void;
  /** Told of each value that is captured before anything is said of the response, also where the login then fails. */
  onCaptured(value: string): void;
}

/**
 * Logs in once and captures what the rest of the scenario carries.
 * @throws Unmeasurable `login-failed` with the status and the start of the body: redacted, and of a response that may
 * hold a session, its shape alone; `rate-limited` for 429, `service-broken` for 5xx and where no response came
 */
export async function logIn(
  login: Login,
  url: string,
  { address, deadlineMs, signal, values, redact, onAnswer, onCaptured }: LoginOptions,
): Promise<Captures> {
  const path = renderText(login.path, {}, values);
  const headers = Object.fromEntries(
    login.headers.map(([name, value]) => [name, renderText(value, {}, values)]),
  );
  const body = login.body === null ? null : renderText(login.body, {}, values);
  const what = redact(`${login.method} ${url}${path}`);
  let response: ProbeResponse;
  const startMs = performance.now();
  try {
    const { method } = login;
    response = await sendProbe({
      url: url + path,
      addresses: [address],
      method,
      headers,
      body,
      deadlineMs,
      signal,
    });
  } catch (error) {
    if (signal.aborted) throw new Unmeasurable('cancelled', 'cancelled while logging in');
    const code = codeOfFailure(error);
    throw new Unmeasurable(code, `the login (${what}) failed: ${redact(explainFailure(error))}`);
  }
  const { status, bytes } = response;
  onAnswer?.({ status, bytes, ms: performance.now() - startMs });
  const { found, problem } = capture(login, response, what);
  for (const value of Object.values(found)) onCaptured(value);
  const shown = () => {
    // Whoever is refused is told why; whoever isn't may have been given a session, wherever it stands in the response.
    const isRefused = response.status >= 400 && !isExpected(response.status, login.expect);
    if (response.unread !== null) return `(its body can't be read: ${redact(response.unread)})`;
    const text = isRefused ? hideRandom(redact(response.body)) : hideValues(response.body, redact);
    return text.slice(0, SHOWN) || '(empty)';
  };
  if (!isExpected(response.status, login.expect)) {
    const hint =
      response.status >= 300 && response.status < 400
        ? ', a redirect, which is never followed with credentials'
        : '';
    throw new Unmeasurable(
      faultOf(response.status) ?? 'login-failed',
      `the login (${what}) was answered ${response.status}${hint}${waitOf(response)}${doubtsOf(login)}: ${shown()}`,
    );
  }
  if (problem !== null) {
    const { why, isShown } = problem;
    // Not behind the name alone: what follows "token:" is taken for a token.
    throw new Unmeasurable('login-failed', isShown ? `${why}; it is ${shown()}` : why);
  }
  return found;
}

/** What it sends may be why. */
function doubtsOf({ doubts = [] }: Login): string {
  return doubts.length === 0 ? '' : ` (${doubts.join('; ')})`;
}

function codeOfFailure(error: unknown): UnmeasurableCode {
  if (isOwnFault(codeOf(error))) return 'generator-exhausted';
  return isSilence(error) ? 'service-broken' : 'login-failed';
}

/** How long a limiter wants to be left alone, where it says so. */
function waitOf({ status, headers }: ProbeResponse): string {
  const seconds = status === 429 ? retryAfterSeconds(headers['retry-after'], Date.now()) : null;
  return seconds === null ? '' : ` (Retry-After ${seconds} s)`;
}

interface Capture {
  /** What the pointers that find something find. */
  readonly found: Captures;
  /** Why that is not all of it, and whether the response tells more. */
  readonly problem: { readonly why: string; readonly isShown: boolean } | null;
}

function capture(login: Login, { body, unread }: ProbeResponse, what: string): Capture {
  const pointers = (login.inspection?.captures ?? []).flatMap(({ name, from }) =>
    'json' in from ? [[name, from.json] as const] : [],
  );
  if (pointers.length === 0) return { found: {}, problem: null };
  if (unread !== null) {
    return {
      found: {},
      problem: { why: `the login's response (${what}) can't be read: ${unread}`, isShown: false },
    };
  }
  let document: unknown;
  try {
    document = JSON.parse(body);
  } catch {
    return { found: {}, problem: { why: `the login's response (${what}) is no JSON`, isShown: true } };
  }
  const of = `the login's response (${what})`;
  const found: Record<string, string> = {};
  let problem: Capture['problem'] = null;
  for (const [name, pointer] of pointers) {
    const value = resolvePointer(document, pointer);
    // As it is written: a number of 19 digits, or one that ends with zeros, is no number to whoever handed it out.
    const isWord = typeof value === 'number' || typeof value === 'boolean';
    const text = isWord ? sourceAt(body, pointer) : value;
    if (typeof text !== 'string' || text === '') {
      problem ??= { why: `${of} has ${nameOf(value)} at ${pointer} to capture as ${name}`, isShown: true };
    } else if (text.length > LONGEST_CAPTURE) {
      const why = `${of} has ${text.length} letters at ${pointer}: at most ${LONGEST_CAPTURE} are captured`;
      problem ??= { why, isShown: false };
    } else {
      found[name] = text;
    }
  }
  return { found, problem };
}

/** What can't be captured. */
function nameOf(value: unknown): string {
  if (value === '') return 'an empty text';
  if (value === null) return 'null, not a text,';
  if (Array.isArray(value)) return 'a list, not a text,';
  return typeof value === 'object' ? 'an object, not a text,' : 'no value';
}
