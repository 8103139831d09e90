/** Sentences of what moved with a figure that got worse, in French; a row a kind of evidence. */
import type { WhyWords } from '../why.ts';
import { et, FIGURES_IN_FRENCH, NOUNS_IN_FRENCH } from './grammar.ts';
import { nameSeriesInFrench } from './server.ts';
import { tellResourceInFrench, tellStatementInFrench, tellTableInFrench } from './why-server.ts';

const F = FIGURES_IN_FRENCH;

export const SEEN_TOGETHER_IN_FRENCH = 'Vu en même temps, ce qui ne prouve aucune cause.';

/** @param probes at least one */
export function tellIndistinctInFrench(probes: readonly string[]): string {
  return `Les deux côtés utilisent la même base de données (${et(probes)})\u00a0: impossible de distinguer ce que chacun lui a demandé.`;
}

const KINDS_TOLD: WhyWords['kinds'] = {
  everywhere: ([{ metric, rose, requests, change }]) =>
    `${F.formatCount(rose)} noms de requête sur ${F.formatCount(requests)} sont plus lents dans leur dixième le plus lent, typiquement de ${F.formatChangeSize(metric, change)}`,
  endpoint: ([{ metric, ms, ofMs, beforeMs, afterMs }], isFirst) => {
    const { noun } = NOUNS_IN_FRENCH[metric];
    const whole = isFirst
      ? `des ${F.formatMs(ofMs)} dont le ${noun} de toutes les requêtes a augmenté`
      : `de ces ${F.formatMs(ofMs)}`;
    return `porte ${partOf(ms, ofMs)} ${whole}\u00a0; son propre ${noun}\u00a0: ${F.formatMs(beforeMs)} → ${F.formatMs(afterMs)}`;
  },
  step: ([{ flow, of, ms, ofMs, beforeMs, afterMs }]) => {
    const walks =
      of === 'slowest'
        ? `le dixième le plus lent des itérations du parcours ${flow} s’est allongé`
        : `l’itération moyenne du parcours ${flow} s’est allongée`;
    return `porte ${partOf(ms, ofMs)} des ${F.formatMs(ofMs)} dont ${walks}\u00a0; l’étape elle-même\u00a0: ${F.formatMs(beforeMs)} → ${F.formatMs(afterMs)}`;
  },
  statement: ([one]) => tellStatementInFrench(one),
  table: ([one]) => tellTableInFrench(one),
  resource: ([one]) => tellResourceInFrench(one),
  'server-timing': (group) => {
    const durations = group.map(
      ({ name, ms, beforeMs, afterMs }) =>
        `${name} ${added(ms)} (${F.formatMs(beforeMs)} → ${F.formatMs(afterMs)})`,
    );
    return `dans son dixième le plus lent ${added(group[0].ofMs)}, dont ${et(durations)}, selon Server-Timing`;
  },
};

export const WHY_IN_FRENCH: WhyWords = { nameSeries: nameSeriesInFrench, kinds: KINDS_TOLD };

function partOf(ms: number, ofMs: number): string {
  return ms < ofMs ? F.formatMs(ms) : 'la totalité';
}

function added(ms: number): string {
  return ms < 0 ? F.formatMs(ms) : `+${F.formatMs(ms)}`;
}
