import { setTimeout as sleep } from 'node:timers/promises';

const ATTEMPTS = 4;
const ATTEMPT_MS = 10_000;
const FIRST_WAIT_MS = 500;
/** However long a receiver asks to wait: whoever waits for the run does as well. */
const LONGEST_WAIT_MS = 10_000;
/** Those that may go away. https://opentelemetry.io/docs/specs/otlp/#retryable-response-codes */
const PASSING = [429, 502, 503, 504];
const MOST_RESPONSE = 65_536;

interface Post {
  readonly url: string;
  readonly body: string;
  /** Anew for each attempt. */
  headers(): Readonly<Record<string, string>>;
}

/**
 * Sends a text of JSON, again where that may help, and never after a redirect: what is sent is for this URL alone.
 *
 * @returns the response's text, its beginning
 * @throws Error that names the status, or why nothing came; never what was sent
 */
export async function postJson({ url, body, headers }: Post): Promise<string> {
  for (let attempt = 1; ; attempt++) {
    const { failure, text, waitMs } = await postOnce(url, body, headers());
    if (failure === null) return text;
    if (waitMs === null || attempt === ATTEMPTS)
      throw new Error(attempt === 1 ? failure : `${failure}, ${attempt} times`);
    await sleep(Math.min(LONGEST_WAIT_MS, Math.max(waitMs, FIRST_WAIT_MS * 2 ** (attempt - 1))));
  }
}

interface Answer {
  readonly failure: string | null;
  readonly text: string;
  /** At least so long before it is tried again; null where that would be no use. */
  readonly waitMs: number | null;
}

async function postOnce(
  url: string,
  body: string,
  headers: Readonly<Record<string, string>>,
): Promise<Answer> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', ...headers },
      redirect: 'manual',
      signal: AbortSignal.timeout(ATTEMPT_MS),
    });
    const text = (await response.text()).slice(0, MOST_RESPONSE);
    if (response.ok) return { failure: null, text, waitMs: null };
    const waitMs = 1000 * (Number(response.headers.get('retry-after')) || 0);
    return {
      failure: `it answered ${response.status}`,
      text,
      waitMs: PASSING.includes(response.status) ? waitMs : null,
    };
  } catch (error) {
    const { name, cause, message } = error as Error & { cause?: { code?: string; message?: string } };
    const why =
      name === 'TimeoutError'
        ? `no response within ${ATTEMPT_MS / 1000} s`
        : (cause?.code ?? cause?.message ?? message);
    return { failure: `it could not be reached: ${why}`, text: '', waitMs: 0 };
  }
}
