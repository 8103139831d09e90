/** Each request of the scenario once, after readiness and login, and each probe: what they give before any load. */
import { randomBytes } from 'node:crypto';
import type { Plan, RequestSpec } from '../../config/plan.ts';
import { hideRandom, hideValues } from '../../config/secrets/hide-values.ts';
import { redactor, SHORTEST_CAPTURE } from '../../config/secrets/redact.ts';
import { urlOf } from '../../config/target/location.ts';
import { isExpected } from '../is-expected.ts';
import type { ProbePermission } from '../probes/permission.ts';
import type { Progress } from '../progress.ts';
import { seededRandom } from '../random.ts';
import { type Captures, renderText } from '../render.ts';
import { Session } from '../session.ts';
import { codeOf, explainFailure } from '../target/failure.ts';
import { type Permission, type Resolve, resolveByDns } from '../target/guard.ts';
import type { LoginAnswer } from '../target/login.ts';
import { type ProbeResponse, sendProbe } from '../target/probe.ts';
import type { ReadyPatience } from '../target/ready.ts';
import { Unmeasurable } from '../unmeasurable.ts';
import { createValues, type Values } from '../values.ts';
import type { CheckedAnswer, CheckedRequest, TargetCheck } from './checked.ts';
import { tryProbes } from './try-probes.ts';

/** Characters of a response that are looked at for what it says of errors. */
const LOOKED_AT = 64 * 1024;

interface CheckOptions {
  readonly signal: AbortSignal;
  readonly permission: Permission;
  /** Which probes may be read. */
  readonly probes: ProbePermission;
  readonly patience?: ReadyPatience;
  readonly resolve?: Resolve;
  onProgress(progress: Progress): void;
}

/** Never throws Unmeasurable: why nothing could be asked is what it gives. */
export async function checkTarget(plan: Plan, options: CheckOptions): Promise<TargetCheck> {
  const { signal, permission, patience, resolve, onProgress } = options;
  const captured = new Set<string>();
  const redact = (text: string) => redactor([...plan.secrets, ...captured])(text);
  const prefix = `${Date.now().toString(36)}${randomBytes(4).toString('hex')}`;
  let answer: LoginAnswer | null = null;
  const session = new Session(plan, 'target', plan.target, {
    signal,
    uniquePrefix: `${prefix}l`,
    permission,
    commit: null,
    resolve,
    redact,
    onCaptured: (value) => void (value.trim().length >= SHORTEST_CAPTURE && captured.add(value)),
    onLogin: (told) => {
      answer = told;
    },
  });
  const loginOf = (): TargetCheck['login'] => {
    const letters = Object.entries(session.captures).map(([name, { length }]) => ({ name, letters: length }));
    return answer && { ...answer, captures: letters };
  };
  try {
    await session.open(onProgress, patience);
  } catch (error) {
    if (!(error instanceof Unmeasurable)) throw error;
    const { code } = error;
    return { refusal: { code, message: redact(error.message) }, login: loginOf(), requests: [], probes: [] };
  }
  const values = createValues(prefix, seededRandom(prefix));
  const requests: CheckedRequest[] = [];
  for (const [index, spec] of plan.scenario.requests.entries()) {
    if (signal.aborted) break;
    const isLoggedIn = session.loggedIn.includes(index);
    const asking = { spec, captures: session.captures, values, redact, isLoggedIn };
    requests.push(await ask(plan, session.address ?? '', asking, signal));
  }
  const side = {
    side: 'target',
    location: plan.target,
    permission: options.probes,
    sides: { target: permission, base: permission },
    resolve: resolve ?? resolveByDns,
    redact,
  } as const;
  const probes = await tryProbes(plan, side, signal);
  const refusal = signal.aborted ? { code: 'cancelled' as const, message: 'cancelled' } : null;
  return { refusal, login: loginOf(), requests, probes };
}

interface Asking {
  readonly spec: RequestSpec;
  readonly captures: Captures;
  readonly values: Values;
  readonly isLoggedIn: boolean;
  redact(text: string): string;
}

async function ask(
  { target, load }: Plan,
  address: string,
  { spec, captures, values, isLoggedIn, redact }: Asking,
  signal: AbortSignal,
): Promise<CheckedRequest> {
  const { name, method, expect } = spec;
  const path = renderText(spec.path, captures, values);
  const body = spec.body === null ? null : renderText(spec.body, captures, values);
  const headers = Object.fromEntries(
    spec.headers.map(([header, value]) => [header, renderText(value, captures, values)]),
  );
  const of = {
    name,
    method,
    path: redact(path),
    expect,
    isLoggedIn,
    headers: Object.keys(headers),
    sentFields: fieldNames(body),
  };
  const startMs = performance.now();
  const elapsedMs = () => performance.now() - startMs;
  try {
    const response = await sendProbe({
      url: urlOf(target) + path,
      addresses: [address],
      method,
      headers,
      body,
      deadlineMs: load.timeoutMs,
      signal,
    });
    return { ...of, ms: elapsedMs(), answer: answerOf(response, expect, redact), failure: null };
  } catch (error) {
    const failure = { code: codeOf(error), says: redact(explainFailure(error)) };
    return { ...of, ms: elapsedMs(), answer: null, failure };
  }
}

/** What may be shown of a response: of a good one, which may hand out values, its shape alone. */
function answerOf(
  { status, headers, body, bytes, unread }: ProbeResponse,
  expect: readonly number[] | null,
  redact: (text: string) => string,
): CheckedAnswer {
  const said = body.slice(0, LOOKED_AT);
  const isRefused = status >= 400 && !isExpected(status, expect);
  const textOf = (value: string | string[] | undefined) =>
    value === undefined ? null : redact([value].flat().join(', '));
  return {
    status,
    bytes,
    isExpected: isExpected(status, expect),
    body: isRefused ? hideRandom(redact(said)) : hideValues(said, redact),
    unread: unread && redact(unread),
    contentType: textOf(headers['content-type']),
    allow: textOf(headers.allow),
    location: textOf(headers.location),
    retryAfter: textOf(headers['retry-after']),
  };
}

/** Names of all members of a JSON body, however deep; null where it is no JSON. */
function fieldNames(body: string | null): readonly string[] | null {
  if (body === null) return [];
  const names = new Set<string>();
  try {
    JSON.parse(body, (name, value: unknown) => {
      if (name !== '') names.add(name);
      return value;
    });
  } catch {
    return null;
  }
  return [...names];
}
