/** Each request once, after readiness, logins and setup, and each probe: what they give before any load is sent. */
import { randomBytes } from 'node:crypto';
import type { Plan, RequestSpec } from '../../config/plan.ts';
import type { Scenario } from '../../config/scenario.ts';
import { hideRandom, hideValues } from '../../config/secrets/hide-values.ts';
import { redactor } from '../../config/secrets/redact.ts';
import { urlOf } from '../../config/target/location.ts';
import { hideFound } from '../inspection/hide-found.ts';
import { isExpected } from '../is-expected.ts';
import type { ProbePermission } from '../probes/permission.ts';
import type { Progress } from '../progress.ts';
import { seededRandom } from '../random.ts';
import type { Captures } from '../render.ts';
import { Session } from '../session/session.ts';
import { type Asking, ask as askOnce, type Rendered, renderRequest } from '../target/ask.ts';
import { codeOf, explainFailure } from '../target/failure.ts';
import { type Permission, type Resolve, resolveByDns } from '../target/guard.ts';
import type { ProbeResponse } from '../target/probe.ts';
import type { ReadyPatience } from '../target/ready.ts';
import { Unmeasurable } from '../unmeasurable.ts';
import { CapturedSecrets } from '../users/captured-secrets.ts';
import { UserJar } from '../users/cookies.ts';
import { ownSecrets } from '../users/own-secrets.ts';
import { createValues, type Values } from '../values.ts';
import { rowsBesideLoad, valuesBesideLoad } from '../values-beside-load.ts';
import type { CheckedAnswer, CheckedBefore, CheckedRequest, TargetCheck } from './checked.ts';
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
  const captured = new CapturedSecrets(() => {});
  const redact = (text: string) => captured.redactFor(plan)(text);
  const run = `${Date.now().toString(36)}${randomBytes(4).toString('hex')}`;
  const before: CheckedBefore[] = [];
  const session = new Session(plan, 'target', plan.target, {
    signal,
    run,
    uniquePrefix: `${run}l`,
    permission,
    commit: null,
    resolve,
    users: 1,
    redact,
    onCaptured: (value) => captured.add(value, true),
    onAnswer(what, name, { captured: found, ...answer }) {
      const captures = Object.entries(found).map(([of, { length }]) => ({ name: of, letters: length }));
      before.push({ what, name, ...answer, captures: answer.isGood ? captures : [] });
    },
  });
  try {
    await session.open(onProgress, patience);
  } catch (error) {
    if (!(error instanceof Unmeasurable)) throw error;
    return {
      refusal: { code: error.code, message: redact(error.message) },
      before,
      requests: [],
      probes: [],
      cleanup: await session.cleanUp(),
    };
  }
  const user = new CheckingUser(plan, session, {
    run,
    redact,
    signal,
    onCaptured: captured.add.bind(captured),
  });
  const requests: CheckedRequest[] = [];
  for (const { indices } of walksOf(plan.scenario)) {
    user.begin();
    for (const index of indices) if (!signal.aborted) requests.push(await user.ask(index));
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
  const cleanup = await session.cleanUp();
  const refusal = signal.aborted ? { code: 'cancelled' as const, message: 'cancelled' } : null;
  return { refusal, before, requests, probes, cleanup };
}

/** What is asked in one go: a request of the mix by itself, the steps of a flow one after the other. */
function walksOf({ requests, flows = [] }: Scenario): { readonly indices: readonly number[] }[] {
  const single = requests.flatMap(({ flow }, index) => (flow === undefined ? [{ indices: [index] }] : []));
  return [...single, ...flows.map(({ steps }) => ({ indices: steps.map(({ request }) => request) }))];
}

interface CheckingOptions {
  readonly run: string;
  readonly signal: AbortSignal;
  redact(text: string): string;
  onCaptured(value: string, isOfUser: boolean): void;
}

/** The first user of the load, who goes through everything once. */
class CheckingUser {
  readonly #plan: Plan;
  readonly #session: Session;
  readonly #options: CheckingOptions;
  readonly #generated: Values;
  /** As `Session.sharedJars`. */
  readonly #jars: readonly UserJar[];
  #captures: Captures = {};

  constructor(plan: Plan, session: Session, options: CheckingOptions) {
    this.#plan = plan;
    this.#session = session;
    this.#options = options;
    this.#generated = createValues(options.run, seededRandom(options.run));
    const own = session.users[0]?.jars ?? [];
    this.#jars = session.sharedJars.map((shared, i) => new UserJar(plan.target.origin, own[i] ?? shared));
  }

  /** Of a flow, or a request by itself: it carries nothing of an earlier one. */
  begin(): void {
    this.#captures = { ...this.#session.shared, ...this.#session.users[0]?.captures };
  }

  async ask(index: number): Promise<CheckedRequest> {
    const { scenario, target, load } = this.#plan;
    const { signal, onCaptured } = this.#options;
    const spec = scenario.requests[index] as RequestSpec;
    const captures = this.#captures;
    const asking: Asking = {
      url: urlOf(target),
      address: this.#session.address ?? '',
      deadlineMs: load.timeoutMs,
      signal,
      captures,
      values: valuesBesideLoad({ captures, tables: scenario.data ?? [], user: 0 }, this.#generated),
      jar: this.#jars[spec.login ?? scenario.logins.length] ?? null,
    };
    const rows = rowsBesideLoad(scenario.data ?? [], 0);
    const redact = (text: string) =>
      redactor(ownSecrets([...rows, ...(asking.jar?.values ?? [])]))(this.#options.redact(text));
    const { name, method, expect } = spec;
    const isLoggedIn = this.#session.loggedIn.includes(index);
    const of = { name, method, expect, isLoggedIn, path: '', headers: [], sentFields: [], unmet: null };
    let rendered: Rendered;
    try {
      rendered = renderRequest(spec, asking);
    } catch (error) {
      const failure = { code: 'NOT_SENT', says: `it can't be sent: ${redact((error as Error).message)}` };
      return { ...of, ms: 0, answer: null, failure };
    }
    const { path, headers, body } = rendered;
    const sent = { path: redact(path), headers: Object.keys(headers), sentFields: fieldNames(body) };
    const startMs = performance.now();
    try {
      const { response, ms, captured, failure: unmet } = await askOnce(spec, rendered, asking);
      for (const value of Object.values(captured)) onCaptured(value, true);
      this.#captures = { ...captures, ...captured };
      const answer = answerOf(response, expect, redact);
      const isUnmet = answer.isExpected && unmet !== null;
      return { ...of, ...sent, ms, answer, unmet: isUnmet ? hideFound(unmet, redact) : null, failure: null };
    } catch (error) {
      const failure = { code: codeOf(error), says: redact(explainFailure(error)) };
      return { ...of, ...sent, ms: performance.now() - startMs, answer: null, failure };
    }
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
function fieldNames(body: string | Buffer | null): readonly string[] | null {
  if (body === null) return [];
  if (typeof body !== 'string') return null;
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
