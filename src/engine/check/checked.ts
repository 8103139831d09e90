/** What a check of the target saw. Types only, plain data: secrets are out of it. */
import type { Method } from '../../config/plan.ts';
import type { ServerUnit } from '../../config/server-series.ts';
import type { CleanupOutcome } from '../cleanup-outcome.ts';
import type { Trouble } from '../probes/readings.ts';
import type { LoginAnswer } from '../target/login.ts';
import type { UnmeasurableCode } from '../unmeasurable.ts';

export interface TargetCheck {
  /** Why the requests were not asked, or not all of them; null where they were. */
  readonly refusal: { readonly code: UnmeasurableCode; readonly message: string } | null;
  /** Logins and the setup, as far as they were asked, in their order. */
  readonly before: readonly CheckedBefore[];
  readonly requests: readonly CheckedRequest[];
  /** In the file's order; empty where the requests were not asked. */
  readonly probes: readonly CheckedProbe[];
  /** Empty where there was nothing to clean up with, or nothing could be asked. */
  readonly cleanup: readonly CleanupOutcome[];
}

export interface CheckedProbe {
  /** Its place in the file. */
  readonly key: string;
  readonly ms: number;
  readonly read: readonly {
    readonly series: string;
    readonly unit: ServerUnit;
    /** Null of a counter: what it stands at is no figure, and its rate takes two readings. */
    readonly value: number | null;
  }[];
  /** How many statements the database knows of; null where nobody asks, or it doesn't tell. */
  readonly statements: number | null;
  readonly troubles: readonly Trouble[];
}

export interface CheckedBefore extends Omit<LoginAnswer, 'captured'> {
  readonly what: 'login' | 'setup';
  /** '' is the login that has no name. */
  readonly name: string;
  readonly captures: readonly CapturedValue[];
}

/** A captured value by its name; the value itself is shown to nobody. */
interface CapturedValue {
  readonly name: string;
  readonly letters: number;
}

export interface CheckedRequest {
  readonly name: string;
  readonly method: Method;
  /** As it was sent, below the environment's URL. */
  readonly path: string;
  /** Statuses that are a success; null: any 2xx. */
  readonly expect: readonly number[] | null;
  /** Whether it carries something that the login yielded. */
  readonly isLoggedIn: boolean;
  /** Names of the headers that it was sent with. */
  readonly headers: readonly string[];
  /** Names of the members of its JSON body, however deep; empty without a body, null where that is no JSON. */
  readonly sentFields: readonly string[] | null;
  /** From the request to the end of its response, on a connection of its own. */
  readonly ms: number;
  readonly answer: CheckedAnswer | null;
  /** What of a response with the right status is not as it has to be, with what was expected and found. */
  readonly unmet: string | null;
  /** Why there was no answer, or no request; null where there was one. */
  readonly failure: { readonly code: string; readonly says: string } | null;
}

export interface CheckedAnswer {
  readonly status: number;
  readonly isExpected: boolean;
  /** Of the body as it came, packed or not. */
  readonly bytes: number;
  readonly body: string;
  /** Why the body can't be read. */
  readonly unread: string | null;
  readonly contentType: string | null;
  readonly allow: string | null;
  readonly location: string | null;
  readonly retryAfter: string | null;
}
