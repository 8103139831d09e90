export interface Postgres {
  urlOf(database: string): string;
  /** From now on it takes connections and answers nothing; Linux only. */
  hang(): void;
  /** After that, as if nothing had been. */
  goOn(): void;
  /** For a shell: the first stops it and waits until it is gone, the second starts it again, as it was. */
  readonly commands: { readonly stop: string; readonly start: string };
  close(): Promise<void>;
}

export function hasPostgres(): boolean;
export function startPostgres(databases: readonly string[], settings?: readonly string[]): Promise<Postgres>;
