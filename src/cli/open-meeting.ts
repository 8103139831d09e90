import { resolve } from 'node:path';
import { ConfigurationError } from '../config/configuration-error.ts';
import type { FlagsOf } from '../config/flags.ts';
import type { Plan } from '../config/plan.ts';
import type { Shard } from '../config/shard.ts';
import { meetAt, meetNobody } from '../engine/meet-at.ts';
import { beFirst } from '../engine/meeting/be-first.ts';
import type { Gathering } from '../engine/meeting/gathering.ts';
import { joinFirst } from '../engine/meeting/join-first.ts';
import { meetInFolder } from '../engine/meeting/meet-in-folder.ts';
import type { Meet } from '../engine/meeting.ts';
import { hashPlan } from '../shards/hash-plan.ts';
import { VERSION } from '../version.ts';
import type { Terminal } from './terminal.ts';

/** By which the processes of one load know each other. */
const TOKEN = 'TAILGATE_MEET_TOKEN';
const SHORTEST_TOKEN = 8;

interface Chosen {
  readonly meet: Meet;
  /** Where the first shard has the files of all and merges them; null where somebody else does. */
  readonly gathering: Gathering | null;
}

/** Where the shards meet, by the flags. Throws ConfigurationError. */
export function openMeeting(
  plan: Plan,
  shard: Shard,
  flags: Pick<FlagsOf<'run'>, 'meet' | 'start-at' | 'shard-timeout'>,
  { env, folder }: Pick<Terminal, 'env' | 'folder'>,
  tell: (line: string) => void,
): Chosen {
  const { meet: place, 'start-at': atMs, 'shard-timeout': timeoutMs } = flags;
  if (place !== undefined && atMs != null)
    throw new ConfigurationError('sets the start, and so does --meet: use only one of them', {
      key: '--start-at',
    });
  if (atMs != null) return { meet: meetAt(atMs, '--start-at'), gathering: null };
  if (place === undefined) {
    if (shard.of === 1) return { meet: meetNobody, gathering: null };
    throw new ConfigurationError(
      'needs a moment at which all shards begin: give all of them the same --start-at, or a place to --meet',
      { key: '--shard' },
    );
  }
  const options = { shard, timeoutMs, plan: `${VERSION} ${hashPlan(plan)}`, tell };
  if (place.kind === 'folder')
    return { meet: meetInFolder({ ...options, folder: resolve(folder, place.folder) }), gathering: null };
  const token = env[TOKEN] ?? '';
  if (token.length < SHORTEST_TOKEN)
    throw new ConfigurationError(
      `needs ${TOKEN} in the environment, the same for all shards and unknown to others: export ${TOKEN}="$(openssl rand -hex 16)"`,
      { key: '--meet' },
    );
  const gathering = (shard.index === 1 ? beFirst : joinFirst)({ ...options, ...place, token });
  return { meet: gathering.meet, gathering };
}
