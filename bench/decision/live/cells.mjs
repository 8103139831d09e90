/** What is tried: how much slower the target is than the base, and whether something else keeps a core busy. */
export const CELLS = [
  { name: 'same', title: 'same code', slow: 1, busy: false },
  { name: 'plus10', title: 'target +10 %', slow: 1.1, busy: false },
  { name: 'plus20', title: 'target +20 %', slow: 1.2, busy: false },
  { name: 'same-busy', title: 'same code, with a busy core', slow: 1, busy: true },
  { name: 'plus20-busy', title: 'target +20 %, with a busy core', slow: 1.2, busy: true },
];

/** Sessions of each cell. */
export const SESSIONS = 8;
/** Of the eight at +20 % without a burner, this share has to fail. */
const LEAST_FAILING = 7 / 8;

/** @returns {{ goal: string, met: boolean | null, seen: string }[]} `met` is null until all sessions have been measured */
export function judgeGoals(sessions) {
  const goal = (text, cells, verdict, holds) => {
    const own = sessions.filter(({ cell }) => cells.includes(cell));
    const hits = own.filter((session) => session.verdict === verdict).length;
    const complete = cells.every((cell) => own.filter((session) => session.cell === cell).length >= SESSIONS);
    const met = holds(hits, own.length) ? complete || null : false;
    return { goal: text, met, seen: `${hits} of ${own.length}` };
  };
  return [
    goal('no session of the same code fails', ['same', 'same-busy'], 'fail', (fails) => fails === 0),
    goal(
      '+20 % fails in at least 7 of 8, without the busy core',
      ['plus20'],
      'fail',
      (fails, of) => fails >= LEAST_FAILING * of,
    ),
    goal('+20 % passes in none', ['plus20', 'plus20-busy'], 'pass', (passes) => passes === 0),
  ];
}
