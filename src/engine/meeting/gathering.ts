import type { Shard } from '../../config/shard.ts';
import type { Meet } from '../meeting.ts';

/** A place where shards meet before the load, and where the first of them has the others' files after it. */
export interface Gathering {
  readonly meet: Meet;
  /** The first shard listens from here on. Throws ConfigurationError where it can't. */
  open(): Promise<void>;
  /**
   * Leaves the own shard's file.
   * @returns on the first shard the files of all that left one in time, its own among them; on the others null, also
   * where the first one has called the load off and takes none
   * @throws Unmeasurable `shards-missing` where nobody took it
   */
  deliver(file: string, signal: AbortSignal): Promise<readonly string[] | null>;
  /**
   * Tells the first shard why this one will not come, so that nobody waits for it. Never rejects.
   * @returns whether it heard
   */
  leave(why: string, signal: AbortSignal): Promise<boolean>;
  /** Ends what still listens; nothing where nothing does. */
  close(): Promise<void>;
}

export interface GatheringOptions {
  readonly shard: Shard;
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
