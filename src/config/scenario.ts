/** What is asked of an environment: logins, a mix of requests, and flows that a user walks through. Types only. */
import type { Template } from './template.ts';
import type { Think } from './think.ts';

export type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface Scenario {
  /** The short form `login:` first, its name ''; then those of `logins:`. Empty where nobody logs in. */
  readonly logins: readonly Login[];
  /**
   * Requests of the mix, in the order of the file, after the profile left out what it does not ask for; then the steps
   * of the flows. No name is there twice.
   */
  readonly requests: readonly RequestSpec[];
  /** Absent where there is none. Their names are none of a request's. */
  readonly flows?: readonly Flow[];
  /** Rows that templates take values from; absent where there are none. */
  readonly data?: readonly DataTable[];
  /** Asked one after the other once a side, after the shared logins and before those of single users. */
  readonly setup?: readonly SingleRequest[];
  /** Asked one after the other once a side, after the load, whatever came of it. */
  readonly cleanup?: readonly SingleRequest[];
  /** Each user keeps the cookies that it is given, and sends them back. */
  readonly cookies?: true;
  /** URL to view a trace, with {{trace-id}} in place of its identifier; absent where nobody said. */
  readonly traceLink?: string;
}

export interface RequestSpec {
  readonly name: string;
  readonly method: Method;
  /** Whole number ≥ 1; shares are weight / sum of weights. */
  readonly weight: number;
  /** Path and query, starting with a slash; values put into it are percent-encoded. */
  readonly path: Template;
  /**
   * Lower-case names, the scenario's headers and the request's own merged; `host` and framing headers are the engine's.
   */
  readonly headers: readonly (readonly [name: string, value: Template])[];
  readonly body: Template | null;
  /** Statuses that are a success; null means any 2xx. */
  readonly expect: readonly number[] | null;
  /** Absent where it is sent once, whatever comes of it. */
  readonly retry?: RetryPolicy;
  /** Its deadline where that isn't the load's. */
  readonly timeoutMs?: number;
  /** What is looked for in a response whose status is a success; absent where nothing is. */
  readonly inspection?: Inspection;
  /** Whose session it is sent in: index into `logins`; absent where nobody logs in. */
  readonly login?: number;
  /** Of a step: index into `flows`. Its weight is the flow's. */
  readonly flow?: number;
}

/** One virtual user walks through it on one connection; each step waits for the response to the one before. */
export interface Flow {
  readonly name: string;
  /** Beside the requests' weights. */
  readonly weight: number;
  readonly steps: readonly FlowStep[];
  /** Thinking after its last step, before the user begins anything else. Absent: none. */
  readonly thinkAfter?: Think;
}

export interface FlowStep {
  /** Index into the scenario's `requests`. */
  readonly request: number;
  /** Thinking before it; absent where it follows at once, as the first step always does. */
  readonly think?: Think;
  /** It is sent also after a step that failed, where the values that it takes are there. */
  readonly always?: true;
}

/** What is taken from a response, and what has to hold of it: where it does not, the request is an error, `check`. */
export interface Inspection {
  readonly captures: readonly Capture[];
  readonly checks: readonly Check[];
  /** A response that holds `errors` fails. */
  readonly graphql?: true;
}

/** A value taken from a response. `name` is the key under which templates find it. */
export interface Capture {
  readonly name: string;
  readonly from: Extraction;
  /** It goes into a header, and may hold no control character. */
  readonly inHeader?: true;
}

export type Extraction =
  /** JSON Pointer (RFC 6901). */
  | { readonly json: string }
  /** In lower case. */
  | { readonly header: string }
  | { readonly cookie: string }
  /** What stands between the first `after` and the next `before` in the body. */
  | { readonly after: string; readonly before: string };

export interface Check {
  readonly of: { readonly json: string } | { readonly header: string } | { readonly body: 'text' | 'size' };
  readonly holds: Expectation;
}

export type Expectation =
  | { readonly exists: boolean }
  /** JSON's values; of a header or a text a text. */
  | { readonly equals: unknown }
  /** Of numbers; of a body's size in bytes. */
  | { readonly atLeast: number }
  | { readonly atMost: number }
  /** A text in a text, or a value in a list. */
  | { readonly contains: unknown };

/** Rows from a file. */
export interface DataTable {
  readonly name: string;
  readonly take: Take;
  readonly columns: readonly string[];
  /** As many values each as there are columns. */
  readonly rows: readonly (readonly string[])[];
}

/**
 * `per-user`: row i is user i's. Else a row is taken for each walk through a flow and for each request of the mix, when
 * a template of it first needs one: the next one in order, from the first one again at the end; any; or each only once.
 */
export type Take = 'per-user' | 'in-order' | 'random' | 'once';

/** A request that is asked beside the load, without a weight. */
export interface SingleRequest extends Omit<RequestSpec, 'weight' | 'retry' | 'flow'> {}

/** When a request is retried, and how soon. */
export interface RetryPolicy {
  /** Statuses after which it is, none of them a success, and ends of an attempt without a response. */
  readonly statuses: readonly number[];
  readonly ends: readonly ('timeout' | 'socket' | 'unanswered')[];
  /** How often at most after the first time, at least 1. */
  readonly times: number;
  /** The wait before the first repetition is drawn from 0 to this; before each further one from twice as much. */
  readonly backoffMs: number;
}

/** Its `inspection` is what it captures. */
export interface Login extends Omit<SingleRequest, 'login'> {
  /** Made for each user, whose row of data it takes; absent: once a side. */
  readonly perUser?: true;
  /** Asked before it, one after the other, such as the page whose form is sent. */
  readonly before?: readonly SingleRequest[];
  /** What looks wrong with values that it may send, for the message of one that is refused. */
  readonly doubts?: readonly string[];
}
