/** What the drift has to keep, and whether it does. */
import { BEFORE_INDEPENDENT } from './before.mjs';
import { drifts } from './kinds.mjs';
import { medianOf, share, withinOf } from './tables.mjs';

/** Blips are held to the goal where nights vary by up to so much: further, good nights reach a blip's level by chance. */
const BLIPS_UP_TO = 0.05;
/** Nights. */
const SLOWER_BY = 1;

export function judgeGoals(independent, shapes) {
  const blips = shapes.filter(({ kind }) => kind.goal === 'blips' && kind.spread <= BLIPS_UP_TO);
  const most = Math.max(...blips.map(({ early, count }) => early / count));
  const follow = shapes.filter(({ kind }) => kind.goal === 'rho 0.3');
  const early = follow.reduce((sum, row) => sum + row.early, 0);
  const histories = follow.reduce((sum, row) => sum + row.count, 0);
  const stalls = independent.find(
    ({ kind }) => kind.spread === 0.03 && kind.stalls > 0 && kind.drift === 0.1,
  );
  const slower = independent.filter(({ kind }) => drifts(kind)).map(slowerBy);
  const worst = Math.max(...slower);
  return [
    {
      goal: 'three bad nights reported as drift in at most 15 % of histories, if nights vary by up to 5 %',
      measured: `at most ${share(most, 1)}`,
      met: most <= 0.15,
    },
    {
      goal: 'nights with ρ .3 but no drift cause an alarm in at most 20 % of histories',
      measured: `${share(early, histories)} (${follow.map((row) => share(row.early, row.count)).join(', ')})`,
      met: early / histories <= 0.2,
    },
    {
      goal: '+10 % detected within 7 nights in at least 80 %, if nights vary by 3 % and one in twenty stalls',
      measured: share(withinOf(stalls, 7), 1),
      met: withinOf(stalls, 7) >= 0.8,
    },
    {
      goal: 'no drift in the first table detected more than one night later than before',
      measured: worst <= 0 ? 'none later' : `at most ${worst} later`,
      met: worst <= SLOWER_BY,
    },
  ];
}

/** Nights by which the median is later than it was; what was not told within the history is as late as can be. */
function slowerBy(row) {
  const [, , before] = BEFORE_INDEPENDENT[row.kind.seed] ?? [0, 0, 0];
  if (before === null) return 0;
  return medianOf(row) - before;
}
