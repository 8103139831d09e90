import { countedStages } from '../config/load/halves.ts';
import { isWrite } from '../config/methods.ts';
import type { Plan } from '../config/plan.ts';
import type { Renewals, RequestStats, Round } from '../engine/round.ts';
import { unaccountedIn } from './accounting.ts';
import { conditionsOf } from './conditions-of.ts';
import { courseOf } from './course.ts';
import { figuresOfEndpoint } from './endpoint-figures.ts';
import { figuresOf, sum } from './figures.ts';
import { figuresOfFlow } from './flow-figures.ts';
import { generatorOf } from './generator-of.ts';
import type { Ended, Measurement, StageFigures } from './measurement.ts';
import { once } from './once.ts';
import { pathWriter } from './readable-path.ts';
import { seeSpecial } from './recovery/see-special.ts';
import type { Interception } from './result/figures.ts';
import type { SearchFigures } from './result/search.ts';
import { figuresOfSearch } from './search.ts';
import { summariseServer } from './server/summarise-server.ts';
import { seeShards } from './shards.ts';
import { statedDoubtsOf } from './stated/doubts.ts';
import { timelinesOf } from './timeline.ts';
import { weighSilence } from './weigh-silence.ts';

/**
 * Makes one measurement of the rounds of one environment: counts add up, histograms merge, and the batches of all
 * rounds stand one after the other. Where nothing was answered for long, latencies count those who would have come.
 *
 * @param warmUps of which nothing counts but what they sent
 * @param search what its steps come to, where the load is one
 */
export function summarise(
  measured: readonly Round[],
  plan: Plan,
  machine: { readonly tool: string; readonly machine: string },
  warmUps: readonly Round[] = [],
  search: SearchFigures | null = null,
): Measurement {
  const generator = once(() => generatorOf(measured.filter(({ stage }) => !plan.load.stages[stage]?.aside)));
  const timelines = once(() => timelinesOf(measured));
  const server = once(() => summariseServer(rounds, plan));
  const course = once(() => courseOf(rounds, countedStages(plan.load).length > 1));
  const special = seeSpecial(measured, timelines, plan.load);
  const { rounds: all, outage } = weighSilence(measured, plan, special.meant);
  const perRequest = all.flatMap((round) => round.requests);
  // What is measured aside is sent and accounted for, and counts in no figure.
  const rounds = all.filter(({ stage }) => !plan.load.stages[stage]?.aside);
  const pathOf = pathWriter(plan);
  return {
    conditions: conditionsOf(plan, rounds, machine, pathOf),
    startedAt: all[0]?.startedAt ?? '',
    measuredSeconds: sum(rounds, (round) => round.measuredMs) / 1000,
    rounds: rounds.length,
    whole: Object.assign(
      figuresOf(rounds.map((round) => round.requests)),
      special.figures,
      figuresOfSearch(search),
    ),
    endpoints: plan.scenario.requests.map((request) =>
      figuresOfEndpoint(request, rounds, pathOf(request), plan),
    ),
    ...(plan.scenario.flows && {
      flows: plan.scenario.flows.map((flow) => figuresOfFlow(flow, plan, rounds)),
    }),
    stages: stagesOf(plan, rounds),
    unaccounted: sum(all, (round) => unaccountedIn(round, plan)),
    sent: sum([...warmUps, ...all], ({ sent, requests }) => sent ?? sum(requests, (stats) => stats.sent)),
    writes: sum(all, (round) => round.writes ?? measuredWrites(round, plan)),
    resent: sum(perRequest, (stats) => stats.resent),
    renewals: renewalsOf(all),
    ended: endOf(all, plan),
    recovery: special.recovery,
    lastStage: special.lastStage,
    fault: special.fault,
    outage,
    intercepted: interceptionOf(perRequest),
    search,
    ...(plan.generator && { doubts: statedDoubtsOf(measured) }),
    ...(measured.some(({ shards }) => shards) && { shards: seeShards(measured) }),
    get timelines() {
      return timelines();
    },
    get course() {
      return course();
    },
    get generator() {
      return generator();
    },
    get server() {
      return server();
    },
  };
}

/** Of a load of one stage the whole says it all. */
function stagesOf(plan: Plan, rounds: readonly Round[]): StageFigures[] {
  if (countedStages(plan.load).length < 2) return [];
  return plan.load.stages.map(({ name }, index) => {
    const own = rounds.filter(({ stage }) => stage === index);
    const generator = once(() => generatorOf(own));
    const server = once(() => summariseServer(own, plan));
    return {
      index,
      name,
      figures: figuresOf(own.map(({ requests }) => requests)),
      get generator() {
        return generator();
      },
      get server() {
        return server();
      },
    };
  });
}

function renewalsOf(rounds: readonly Round[]): Renewals | null {
  const found = rounds.flatMap(({ renewals }) => renewals ?? []);
  if (found.length === 0) return null;
  return { logins: sum(found, ({ logins }) => logins), pausedMs: sum(found, ({ pausedMs }) => pausedMs) };
}

function measuredWrites({ requests }: Round, { scenario }: Plan): number {
  const writing = new Set(scenario.requests.filter(({ method }) => isWrite(method)).map(({ name }) => name));
  return sum(requests, ({ name, sent }) => (writing.has(name) ? sent : 0));
}

/** By the last round; when that was, by all of them. */
function endOf(rounds: readonly Round[], { load }: Plan): Ended {
  const last = rounds.at(-1);
  if (!last) return { how: 'cancelled', ran: null };
  const { ended, side } = last;
  const secondsBefore = sum(rounds.slice(0, -1), ({ measuredMs }) => measuredMs) / 1000;
  switch (ended.how) {
    case 'complete':
    case 'capped':
      return { how: ended.how };
    case 'cancelled': {
      const ahead = load.stages.slice(last.stage + 1);
      const plannedMs = sum(rounds, (round) => round.plannedMs) + sum(ahead, (stage) => stage.durationMs);
      const afterSeconds = secondsBefore + last.measuredMs / 1000;
      return { how: 'cancelled', ran: { afterSeconds, plannedSeconds: plannedMs / 1000 } };
    }
    case 'rate-limited': {
      const { how, afterMs, share, seconds, retryAfterSeconds } = ended;
      return {
        how,
        side,
        afterSeconds: secondsBefore + afterMs / 1000,
        share,
        seconds,
        retryAfterSeconds,
      };
    }
    case 'target-lost':
    case 'login-lost':
    case 'login-limited':
    case 'login-broken':
      return {
        how: ended.how,
        side,
        afterSeconds: secondsBefore + ended.afterMs / 1000,
        detail: ended.why,
        ...(ended.how === 'target-lost' && ended.hung && { hung: true as const }),
      };
  }
}

function interceptionOf(perRequest: readonly RequestStats[]): Interception {
  const sent = sum(perRequest, (stats) => stats.sent);
  const share = (count: number): number => (sent > 0 ? count / sent : 0);
  const waits = perRequest.flatMap(({ intercepted }) =>
    intercepted.retryAfterSeconds === null ? [] : [intercepted.retryAfterSeconds],
  );
  return {
    rateLimited: share(sum(perRequest, (stats) => stats.intercepted.rateLimited)),
    loginRedirects: share(sum(perRequest, (stats) => stats.intercepted.loginRedirects)),
    challenges: share(sum(perRequest, (stats) => stats.intercepted.challenges)),
    retryAfterSeconds: waits.length > 0 ? waits.reduce((a, b) => Math.max(a, b)) : null,
  };
}
