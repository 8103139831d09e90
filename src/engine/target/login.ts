import type { Login } from '../../config/plan.ts';
import { type Captures, renderText } from '../render.ts';
import { Unmeasurable } from '../unmeasurable.ts';
import type { Values } from '../values.ts';
import { type Answer, ask } from './ask.ts';
import { explainFailure } from './failure.ts';
import { resolvePointer } from './pointer.ts';

const SHOWN = 300;

/** Letters of a captured value: servers take no larger header, and every text is searched for it in all its forms. */
const LONGEST_CAPTURE = 8192;

export interface LoginOptions {
  /** Address that the environment was found ready at. */
  readonly address: string;
  readonly deadlineMs: number;
  readonly signal: AbortSignal;
  readonly values: Values;
  redact(text: string): string;
}

/**
 * Logs in once and captures what the rest of the scenario carries.
 * @param redact takes secrets out of what a message shows: the address asked, and the answer
 * @throws Unmeasurable `login-failed` with the status and the redacted start of the body
 */
export async function logIn(
  login: Login,
  origin: string,
  { address, deadlineMs, signal, values, redact }: LoginOptions,
): Promise<Captures> {
  const path = renderText(login.path, {}, values);
  const headers = Object.fromEntries(
    login.headers.map(([name, value]) => [name, renderText(value, {}, values)]),
  );
  const body = login.body === null ? null : renderText(login.body, {}, values);
  const what = redact(`${login.method} ${origin}${path}`);
  let answer: Answer;
  try {
    const { method } = login;
    answer = await ask({
      url: origin + path,
      addresses: [address],
      method,
      headers,
      body,
      deadlineMs,
      signal,
    });
  } catch (error) {
    if (signal.aborted) throw new Unmeasurable('cancelled', 'cancelled while logging in');
    throw new Unmeasurable('login-failed', `the login (${what}) failed: ${redact(explainFailure(error))}`);
  }
  const shown = () => redact(answer.body).slice(0, SHOWN) || '(empty)';
  if (!isExpected(login, answer.status)) {
    const hint =
      answer.status >= 300 && answer.status < 400
        ? ', a redirect, which is never followed with credentials'
        : '';
    throw new Unmeasurable(
      'login-failed',
      `the login (${what}) was answered ${answer.status}${hint}: ${shown()}`,
    );
  }
  return capture(login, answer, what, shown);
}

function isExpected(login: Login, status: number): boolean {
  return login.expect === null ? status >= 200 && status < 300 : login.expect.includes(status);
}

function capture(login: Login, answer: Answer, what: string, shown: () => string): Captures {
  const pointers = Object.entries(login.capture);
  if (pointers.length === 0) return {};
  let document: unknown;
  try {
    document = JSON.parse(answer.body);
  } catch {
    throw new Unmeasurable('login-failed', `the login (${what}) was not answered with JSON: ${shown()}`);
  }
  return Object.fromEntries(
    pointers.map(([name, pointer]) => {
      const value = resolvePointer(document, pointer);
      if (typeof value === 'string' && value.length > LONGEST_CAPTURE) {
        throw new Unmeasurable(
          'login-failed',
          `the login's answer (${what}) has ${value.length} letters at ${pointer}: at most ${LONGEST_CAPTURE} are captured`,
        );
      }
      if (typeof value === 'string' && value !== '') return [name, value];
      if (typeof value === 'number' || typeof value === 'boolean') return [name, String(value)];
      throw new Unmeasurable(
        'login-failed',
        `the login's answer (${what}) has no value at ${pointer} to capture as "${name}": ${shown()}`,
      );
    }),
  );
}
