import type { Meet } from '../meeting.ts';

/** A place where shards meet before the load, and where the first of them has the others' files after it. */
export interface Gathering {
  readonly meet: Meet;
  /**
   * Leaves the own shard's file.
   * @returns on the first shard the files of all that left one in time, its own among them; on the others null
   * @throws Unmeasurable `shards-missing` where nobody took it
   */
  deliver(file: string, signal: AbortSignal): Promise<readonly string[] | null>;
  /** Ends what still listens; nothing where nothing does. */
  close(): Promise<void>;
}

export interface GatheringOptions {
  /** `http://host:port` of the first shard. */
  readonly url: string;
  readonly port: number;
  readonly token: string;
  /** Hash of the plan: shards of another one are refused. */
  readonly plan: string;
  /** How long all of them may take to come. */
  readonly timeoutMs: number;
  tell(line: string): void;
}
