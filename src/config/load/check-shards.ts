import { ConfigurationError } from '../configuration-error.ts';
import type { Plan } from '../plan.ts';
import { fewestConnections, modelOf } from './whole-load.ts';

/** What is due on one machine can't be sent on another one's free connection: with so many, hardly any waits. */
const FEWEST_WITH_A_RATE = 5;

/** Whether several machines can make this load together. Throws ConfigurationError. */
export function checkShards(plan: Plan, of: number, key: string): void {
  const refuse = (why: string) => {
    throw new ConfigurationError(why, { key });
  };
  if (of === 1) return;
  const { load, fault, probes } = plan;
  if (load.search)
    refuse(
      'each step of a search for the breaking point depends on the last one, and shards can’t share results: leave shard out, or use a load that is known in advance',
    );
  if (fault) refuse('a fault is injected by one machine: leave out shard, or the fault');
  if (probes)
    refuse(
      'probes of the server’s side are read by a run on one machine: leave shard out, or the probes of tailgate.yml',
    );
  const isOpen = modelOf(load) === 'open';
  const fewest = fewestConnections(load);
  const each = isOpen ? FEWEST_WITH_A_RATE : 1;
  if (fewest < each * of) {
    const most = Math.floor(fewest / each);
    const needed = isOpen ? `, and with a rate each needs at least ${each}` : '';
    refuse(
      `${of} shards are too many for a load that has only ${fewest} connections at its quietest${needed}: use ${each * of} connections or more${most > 1 ? `, or use ${most} shards` : ', or leave shard out'}`,
    );
  }
  if (load.maxRequests !== undefined && load.maxRequests < of)
    refuse(
      `${of} shards are too many for at most ${load.maxRequests} requests: use fewer, or raise max-requests`,
    );
}
