/** What every source is read into: requests as they are sent or described, and how often. */
import type { DraftBody } from './draft.ts';

export interface Operation {
  /** In capitals, whatever method it is. */
  readonly method: string;
  /** As the source calls it; null where it has no name. */
  readonly name: string | null;
  readonly segments: readonly Segment[];
  /** Names and values as they are sent, percent-encoded, templates in them. */
  readonly query: readonly (readonly [name: string, value: string])[];
  readonly headers: Readonly<Record<string, string>>;
  readonly body: DraftBody | null;
  /** It has a body that the source doesn't tell. */
  readonly lacksBody: boolean;
  readonly count: number;
  /** Statuses that are a success; null: any 2xx. */
  readonly expect: readonly number[] | null;
  /** Why it is not asked, as the end of a sentence; null where it is. */
  readonly leftOut: string | null;
}

/** A segment of a path: as it stands, or a parameter. */
export type Segment = string | Parameter;

export interface Parameter {
  /** The source's own name; null where it has none. */
  readonly name: string | null;
  /** Seen, or given as examples; the most frequent one first. None where only a template can tell. */
  readonly values: readonly string[];
  /** In the place of values: a template, such as one of the environment. */
  readonly template: string | null;
  /** A request that lists what may stand here, and a JSON Pointer to it. */
  readonly listed: { readonly path: string; readonly pointer: string } | null;
  /** What to fill in, where the value is only made up; null where it was found. */
  readonly comment: string | null;
}

/** The path as people write it: `/orders/{id}`. */
export function writeRoute(segments: readonly Segment[]): string {
  return `/${segments.map((segment) => (typeof segment === 'string' ? segment : `{${segment.name ?? 'id'}}`)).join('/')}`;
}
