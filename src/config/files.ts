/** Files of the workspace that tailgate.yml names: whoever reads it brings what they hold. */

/** Their paths, each once. */
export interface FileNames {
  /** Of data. */
  readonly texts: readonly string[];
  /** Of multipart bodies. */
  readonly bytes: readonly string[];
}

/** What a file holds; null where there is no such file; or why it isn't read, as a clause after its name. */
export type GivenFile<T> = { readonly content: T | null } | { readonly refused: string };

export interface GivenFiles {
  readonly texts: ReadonlyMap<string, GivenFile<string>>;
  readonly bytes: ReadonlyMap<string, GivenFile<Uint8Array>>;
}

export const NO_FILES: GivenFiles = { texts: new Map(), bytes: new Map() };
