export type UnmeasurableCode =
  | 'no-target'
  | 'refused-target'
  | 'not-ready'
  /** It speaks HTTP/2 alone, and the load HTTP/1.1. */
  | 'http2-only'
  | 'wrong-commit'
  /** It answers, and nothing in its response is the commit. */
  | 'no-commit'
  /** GitHub's merge commit of the pull request, where its head has to be served: waiting would not change it. */
  | 'merge-commit'
  /** Only after the load: nothing tells any more which commit was measured. */
  | 'unknown-commit'
  /** A rate limiter answered where readiness or the login was asked for. */
  | 'limited-at-start'
  /** It answers with errors of its own, or a login not at all: nothing that the configuration could mend. */
  | 'service-broken'
  | 'login-failed'
  /** What is asked once before the load, so that it can be made, failed. */
  | 'setup-failed'
  /** This machine can open no more connections: descriptors or local ports are used up. */
  | 'generator-exhausted'
  /** A thread that makes the load has stopped. */
  | 'generator-hung'
  /** Somebody else's load generator failed, hung, or left no result that can be judged. */
  | 'generator-result'
  /** Of the machines that make the load together, not all came, or not all left what they saw. */
  | 'shards-missing'
  /** What the machines left can't be put together: it is of different loads, damaged, or no shard's. */
  | 'shards-refused'
  | 'tls'
  | 'dns'
  | 'cancelled';

/** The measurement can't be made or can't be believed: the run is invalid, and the message says why and what to do. */
export class Unmeasurable extends Error {
  override readonly name = 'Unmeasurable';
  readonly code: UnmeasurableCode;

  constructor(code: UnmeasurableCode, message: string) {
    super(message);
    this.code = code;
  }
}
