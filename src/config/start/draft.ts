/** What a source comes to, before it is written as tailgate.yml. Plain data, without a secret in it. */
import type { Method } from '../plan.ts';

export interface Draft {
  /** What was read, such as `an OpenAPI 3.0.3 document`. */
  readonly source: string;
  /** Path that the routes lie below, without a slash at its end; '' where they don't. */
  readonly basePath: string;
  /** Of every request, templates in them. */
  readonly headers: Readonly<Record<string, string>>;
  readonly variables: readonly DraftVariable[];
  readonly login: DraftLogin | null;
  readonly cookies: boolean;
  readonly setup: readonly DraftSetup[];
  readonly requests: readonly DraftRequest[];
  /** Those that nobody can ask before something is filled in, which their comments say; written as comments. */
  readonly unfinished: readonly DraftRequest[];
  /** Where readiness is asked for, below `basePath`; null where nothing looks like it. */
  readonly ready: string | null;
  /** What was left out, guessed or is to be filled in: sentences. */
  readonly notes: readonly string[];
}

export interface DraftVariable {
  readonly name: string;
  readonly value: string;
}

/** The bodies are JSON, a form's fields or a text; templates in their texts. */
export type DraftBody =
  | { readonly json: unknown }
  | { readonly form: Readonly<Record<string, string>> }
  | { readonly body: string; readonly contentType: string };

export interface DraftLogin {
  /** Below `basePath`, as all paths here. */
  readonly path: string;
  readonly body: DraftBody;
  readonly capture: Readonly<Record<string, string>>;
  readonly comment: string | null;
}

/** A list that is asked once, for the values of parameters. */
export interface DraftSetup {
  readonly path: string;
  readonly capture: Readonly<Record<string, string>>;
}

export interface DraftRequest {
  readonly name: string;
  readonly weight: number;
  readonly method: Method;
  /** Below `basePath`, with templates in the place of parameters. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: DraftBody | null;
  /** Null: any 2xx. */
  readonly expect: readonly number[] | null;
  readonly comment: string | null;
}
