import { checkSharedBudget } from '../config/check-shared-budget.ts';
import { ConfigurationError } from '../config/configuration-error.ts';
import type { FlagsOf } from '../config/flags.ts';
import { checkShards } from '../config/load/check-shards.ts';
import type { Plan } from '../config/plan.ts';
import { type Shard, writeShard } from '../config/shard.ts';
import { describeStart } from '../engine/meeting/describe-start.ts';
import { Unmeasurable } from '../engine/unmeasurable.ts';
import { EXIT } from '../exit-codes.ts';
import { measureShard } from '../measure-shard.ts';
import { run } from '../pipeline.ts';
import { readBaselineOf } from '../read-baseline.ts';
import { clean } from '../report/escape.ts';
import { openMergedLoad } from '../shards/merged-load.ts';
import type { ShardFile } from '../shards/shard-file.ts';
import { writeNamed } from '../store/write-named.ts';
import { VERSION } from '../version.ts';
import { checkPlaces } from './check-places.ts';
import type { Command } from './main.ts';
import { openLoad } from './open-load.ts';
import { openMeeting } from './open-meeting.ts';
import { createProgressDisplay } from './progress-display.ts';
import { openRunHistory } from './run-history.ts';
import { createCliWorld } from './world.ts';

/**
 * One part of a load: measured with the others, judged by nobody yet, and written down. Where the shards meet at the
 * first of them, it has the files of all in the end, and its exit code is the verdict's. Throws ConfigurationError.
 */
export async function runShard(
  given: Plan,
  shard: Shard,
  flags: FlagsOf<'run'>,
  terminal: Parameters<Command>[1],
): Promise<number> {
  checkShards(given, shard.of, '--shard');
  checkSharedBudget(given, '--shard');
  const plan = { ...given, shards: shard.of };
  const { engine, display } = openLoad(terminal, flags, { shard });
  const tell = (line: string) => display.tell(line);
  const { meet, gathering } = openMeeting(plan, shard, flags, terminal, tell);
  const judged = gathering !== null && shard.index === 1 ? await openJudgement(plan, flags, terminal) : null;
  const own = `shard-${shard.index}-of-${shard.of}.json`;
  const written = gathering === null ? (flags.json ?? own) : flags.json;
  const places = await checkPlaces(terminal, { json: written });
  if (gathering === null && places.onOutput)
    throw new ConfigurationError(
      `"-" takes a result, and a shard has none yet: name a file, or leave it out for ${own}`,
      { key: '--json' },
    );
  const { signal } = terminal;
  try {
    await gathering?.open();
    const made = await measureShard(plan, {
      shard,
      engine,
      signal,
      meet,
      met: (start) => tell(`Shard ${writeShard(shard)} begins at ${describeStart(start)}`),
    }).finally(() => display.close());
    const text = JSON.stringify(made);
    if (places.json !== null && judged === null) await writeNamed(places.json, `${text}\n`);
    const { trouble, run: met } = made;
    if (trouble) terminal.err(`tailgate: ${tellTrouble(made)}\n`);
    if (gathering === null) {
      if (trouble) return EXIT.invalid;
      terminal.out(
        `Shard ${writeShard(shard)} has measured its part: ${written}. tailgate merge judges all of them together.`,
      );
      return EXIT.pass;
    }
    // Who never met the others has nothing to leave but why.
    const isOut = trouble !== null && met === null && trouble.code !== 'shards-missing';
    if (isOut && (await gathering.leave(trouble.detail, signal)) && judged === null) {
      terminal.out(`Shard ${writeShard(shard)} has reported to the first one, which gives the verdict.`);
      return EXIT.pass;
    }
    const files = met === null && shard.index === 1 ? [text] : await gathering.deliver(text, signal);
    if (judged !== null && files !== null) return await judged(files);
    // Where the first one called the load off, it takes nothing, and tells why as well.
    const left =
      met === null ? 'did not begin: the first one' : 'has sent its results to the first one, which';
    terminal.out(`Shard ${writeShard(shard)} ${left} gives the verdict.`);
    return EXIT.pass;
  } catch (error) {
    if (!(error instanceof Unmeasurable)) throw error;
    terminal.err(`tailgate: shard ${writeShard(shard)}: ${clean(error.message)}\n`);
    return EXIT.invalid;
  } finally {
    await gathering?.close();
  }
}

function tellTrouble({ shard, trouble }: ShardFile): string {
  return `shard ${writeShard(shard)} measured nothing complete: ${clean(trouble?.detail ?? '')}`;
}

/** What is needed to judge, and may be mistaken, is asked for before the load. Gives the exit code of files. */
async function openJudgement(plan: Plan, flags: FlagsOf<'run'>, terminal: Parameters<Command>[1]) {
  const history = await openRunHistory(plan, terminal.folder, flags);
  const places = await checkPlaces(terminal, flags);
  await history.check();
  await readBaselineOf(plan, terminal.folder, 'terminal', history.access);
  return async (files: readonly string[]): Promise<number> => {
    const texts = files.map((text, i) => ({ name: `file ${i + 1} of ${files.length}`, text }));
    const { engine, seed } = await openMergedLoad(texts, VERSION);
    const made = { engine, seed, display: createProgressDisplay(terminal) };
    const verdict = await run(plan, createCliWorld(plan, terminal, { flags, history, places, made }));
    return EXIT[verdict.outcome];
  };
}
