export interface Postgres {
  urlOf(database: string): string;
  /** From now on it takes connections and answers nothing; Linux only. */
  hang(): void;
  /** After that, as if nothing had been. */
  goOn(): void;
  close(): Promise<void>;
}

export function hasPostgres(): boolean;
export function startPostgres(databases: readonly string[]): Promise<Postgres>;
