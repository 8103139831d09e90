import { describeMachine } from '../page.mjs';
import { table } from '../table.mjs';
import { CELLS } from './cells.mjs';
import { DELAY_MS } from './session.mjs';

const VERDICTS = ['pass', 'fail', 'inconclusive', 'invalid'];

export function liveSection(sessions, goals, note) {
  return `Machine: ${describeMachine()}, previews and generator side by side. Each session starts two previews of examples/preview on
separate databases, with a service time of ${DELAY_MS} ms (the target's times 1.1 or 1.2 if it should be slower), and runs
\`tailgate run --base-url … --target-url …\` with the gate of 10 %, 10 % and 0.5 pp on
[this scenario](../bench/decision/live/scenario.yml), as a user would.
${note === '' ? '' : `\n${note}\n`}
${liveTable(sessions)}

${sayGoals(goals)}`;
}

export function sayGoals(goals) {
  return goals
    .map(
      ({ goal, met, seen }) => `- ${met === null ? 'open' : met ? 'met' : '**missed**'}: ${goal} (${seen})`,
    )
    .join('\n');
}

export function liveTable(sessions) {
  const lines = CELLS.map(({ name, title }) => {
    const own = sessions.filter(({ cell }) => cell === name);
    return [
      title,
      own.length,
      ...VERDICTS.map((verdict) => own.filter((session) => session.verdict === verdict).length),
      range(own.map(({ p99Change }) => p99Change)),
      range(own.map(({ throughputChange }) => throughputChange)),
      own.length === 0 ? '–' : Math.round(own.reduce((sum, { seconds }) => sum + seconds, 0) / own.length),
    ];
  });
  return table(
    ['cell', 'sessions', ...VERDICTS, 'P99, smallest … largest change', 'throughput', 'mean s'],
    lines,
  );
}

function range(changes) {
  const known = changes.filter((change) => change !== null);
  return known.length === 0 ? '–' : `${signed(Math.min(...known))} … ${signed(Math.max(...known))}`;
}

function signed(change) {
  const text = Math.abs(100 * change).toFixed(1);
  return `${Number(text) === 0 ? '' : change < 0 ? '−' : '+'}${text} %`;
}
