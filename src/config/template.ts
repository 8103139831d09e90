/**
 * A template compiled ahead: literal text and the places where a value goes. `{{variables}}` and `{{env.TAILGATE_…}}`
 * are literal text by now; what is left changes with each request. A quoted word stands for itself, so that `{{"{{"}}`
 * writes two braces.
 */
export type Template = readonly TemplatePart[];

/** How a value is written at its place, so that it can't break out of it. */
export type Encoding = 'none' | 'json' | 'url';

export type TemplatePart =
  | string
  | { readonly value: 'unique' }
  | { readonly value: 'uuid' }
  | { readonly value: 'now' }
  /** Of W3C Trace Context; `sample` of them, 0…1, are to be recorded. */
  | { readonly value: 'traceparent'; readonly sample: number }
  | { readonly value: 'int'; readonly from: number; readonly to: number }
  | { readonly value: 'pick'; readonly options: readonly string[] }
  /** Captured from a response, or `run`: a tag that every `unique` of the run begins with. */
  | { readonly value: 'capture'; readonly name: string; readonly encoding: Encoding }
  /** Of a row of data, by indices into the plan's `data` and its columns. */
  | { readonly value: 'row'; readonly table: number; readonly column: number; readonly encoding: Encoding }
  /** A file of a multipart body, as it is. */
  | { readonly value: 'file'; readonly bytes: Uint8Array };
