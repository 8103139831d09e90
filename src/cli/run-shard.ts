import { ConfigurationError } from '../config/configuration-error.ts';
import type { FlagsOf } from '../config/flags.ts';
import { checkShards } from '../config/load/check-shards.ts';
import type { Plan } from '../config/plan.ts';
import { type Shard, writeShard } from '../config/shard.ts';
import { meetAt, meetNobody } from '../engine/meet-at.ts';
import type { Meet } from '../engine/meeting.ts';
import { EXIT } from '../exit-codes.ts';
import { measureShard } from '../measure-shard.ts';
import { clean } from '../report/escape.ts';
import { checkFilePlace } from '../store/check-place.ts';
import { writeNamed } from '../store/write-named.ts';
import type { Command } from './main.ts';
import { openLoad } from './open-load.ts';

/** One part of a load: measured with the others, judged by nobody yet, and written down. Throws ConfigurationError. */
export async function runShard(
  plan: Plan,
  shard: Shard,
  flags: FlagsOf<'run'>,
  terminal: Parameters<Command>[1],
): Promise<number> {
  checkShards(plan, shard.of, '--shard');
  const meet = chooseMeeting(shard, flags);
  const written = flags.json ?? `shard-${shard.index}-of-${shard.of}.json`;
  const file = await checkFilePlace(terminal.folder, { key: '--json', written });
  const { engine, display } = openLoad(terminal, flags, { shard });
  const { signal } = terminal;
  const made = await measureShard(
    { ...plan, shards: shard.of },
    {
      shard,
      engine,
      signal,
      meet,
      met: ({ atMs }) => display.tell(`Shard ${writeShard(shard)} begins at ${new Date(atMs).toISOString()}`),
    },
  ).finally(() => display.close());
  await writeNamed(file, `${JSON.stringify(made)}\n`);
  const { trouble } = made;
  if (trouble) {
    terminal.err(`tailgate: shard ${writeShard(shard)} measured nothing whole: ${clean(trouble.detail)}\n`);
    return EXIT.invalid;
  }
  terminal.out(
    `Shard ${writeShard(shard)} is measured: ${written}. tailgate merge judges all of them together.`,
  );
  return EXIT.pass;
}

function chooseMeeting(shard: Shard, flags: FlagsOf<'run'>): Meet {
  const atMs = flags['start-at'];
  if (atMs !== undefined && atMs !== null) return meetAt(atMs);
  if (shard.of === 1) return meetNobody;
  throw new ConfigurationError(
    'needs a moment at which all shards begin: give all of them the same --start-at',
    {
      key: '--shard',
    },
  );
}
