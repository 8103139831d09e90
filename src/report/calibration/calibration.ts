/** A calibration for a terminal: the table of gates, what to paste, how sure it is, and what it can't tell. */

import { METRICS, TAIL } from '../../config/metrics.ts';
import type { Plan } from '../../config/plan.ts';
import { findScope, WHOLE } from '../../config/scope.ts';
import { urlOf } from '../../config/target/location.ts';
import type { Calibration, GateAdvice } from '../../judgement/calibration/calibration.ts';
import { clean } from '../escape.ts';
import { type Cell, paint, type TerminalColumn, terminalTable, wrap } from '../terminal/columns.ts';
import { name, type TerminalOptions } from '../terminal/tables.ts';
import {
  formatChange,
  formatChangeSize,
  formatCount,
  formatInterval,
  formatMs,
  formatSeconds,
} from '../words/format.ts';
import { ROW_WORDS } from '../words/notes.ts';
import { describeShortfall } from './gate-words.ts';
import { describeUnknown, describeWarning } from './words.ts';

interface CalibrationReport {
  /** Of the file as it is; its base is null where the target was held against itself. */
  readonly written: Plan;
  readonly calibration: Calibration;
  /** What to paste. */
  readonly yaml: string;
}

/** Many lines, without a final newline. */
export function renderCalibration(report: CalibrationReport, options: TerminalOptions): string {
  const { written, calibration, yaml } = report;
  const { complete, warnings, unknown, gates } = calibration;
  const title = complete
    ? paint('✔ CALIBRATED', 'good', options.colour)
    : paint('? CALIBRATED IN PART', 'unsure', options.colour);
  const advice = gates.flatMap((gate) => describeShortfall(gate) ?? []);
  const sections = [
    [`${title}  ${name(written.name)}`, ...paragraph(measured(report), options)],
    gateLines(calibration, options),
    advice.flatMap((sentence) => item(sentence, options)),
    [
      `  Paste into ${clean(written.configFile)}, replacing the same keys:`,
      '',
      ...yaml.split('\n').map((line) => `    ${line}`),
    ],
    labelled('how sure', [...certainty(calibration), ...warnings.map(describeWarning)], options),
    labelled('not known', unknown.map(describeUnknown), options),
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

function measured({ written, calibration: { seen } }: CalibrationReport): string {
  const against =
    written.base === null
      ? `${urlOf(written.target)} against itself`
      : `${urlOf(written.target)} against ${urlOf(written.base)}, said to have the same code`;
  const p99 = seen.p99Ms.target === null ? '' : `, P99 ${formatMs(seen.p99Ms.target)}`;
  return `${against}: ${formatCount(seen.blocks)} blocks of two rounds of ${Number(seen.roundSeconds.toFixed(1))} s in ${formatSeconds(seen.elapsedSeconds)}, about ${formatCount(seen.responses)} responses per round${p99}.`;
}

function gateLines({ gates, rounds }: Calibration, options: TerminalOptions): string[] {
  const columns: TerminalColumn[] = [
    { title: 'regression', align: 'left' },
    { title: 'declared', align: 'right' },
    { title: 'holds', align: 'left' },
    { title: 'recommended', align: 'right' },
    { title: 'blocks differ by', align: 'right' },
    { title: 'fails from', align: 'right' },
    { title: 'same code passes', align: 'right' },
    { title: 'after', align: 'right' },
  ];
  const rows = gates.flatMap((gate, i): Cell[][] => {
    const cells = cellsOf(gate, rounds.blockSeconds);
    const isNew = gate.endpoint !== null && gate.endpoint !== gates[i - 1]?.endpoint;
    const title = name(gate.endpoint ?? '');
    return isNew
      ? [[{ text: gate.flow ? ROW_WORDS.flowTitle(title) : title, style: 'bold' }], cells]
      : [cells];
  });
  return terminalTable(columns, rows, options);
}

function cellsOf(gate: GateAdvice, blockSeconds: number): Cell[] {
  const { metric, declared, declaredHolds, tolerance, spread, shown, reach } = gate;
  const size = (value: number | null) => (value === null ? '–' : formatChangeSize(metric, value));
  return [
    { text: METRICS[metric].label },
    { text: size(declared) },
    declaredHolds === null
      ? { text: '' }
      : { text: declaredHolds ? 'yes' : 'no', style: declaredHolds ? 'good' : 'bad' },
    { text: tolerance === null ? 'none' : size(tolerance), style: 'bold' },
    { text: spread === null ? '–' : `±${formatChangeSize(metric, spread)}` },
    { text: size(shown) },
    { text: reach === null ? '–' : `${formatCount(Math.floor(100 * reach.passes))} of 100` },
    { text: reach === null ? '–' : formatSeconds(reach.blocks * blockSeconds) },
  ];
}

function certainty({ seen, noise, gates, allowance }: Calibration): string[] {
  const wrong = Math.max(0, ...gates.map(({ reach }) => reach?.failsWrongly ?? 0));
  const p99 = findScope(gates, TAIL, WHOLE);
  const { ofBlocks, ofRounds } = noise;
  return [
    `${formatCount(seen.sessions)} sessions simulated from these blocks for each gate, with the largest spread that is plausible for so few blocks: the passes and fails above are counted in these sessions. The same code failed in at most ${formatChangeSize(TAIL, wrong)} of them; by its rule the gate fails it in at most 2 of 100.`,
    ...(ofBlocks !== null && ofRounds !== null
      ? [
          `Single rounds differ by ±${formatChangeSize(TAIL, ofRounds)} in P99, the two rounds of a block by ±${formatChangeSize(TAIL, ofBlocks)}; stalled rounds: ${formatCount(noise.stalledRounds.target + noise.stalledRounds.base)} of ${formatCount(2 * seen.blocks)}.`,
        ]
      : []),
    ...(allowance !== null && p99?.offset
      ? [
          `The target's P99 was ${formatChange(TAIL, p99.offset.change)} against the base's (95 %: ${formatInterval(TAIL, p99.offset.interval)}), which only the environments can explain.`,
        ]
      : []),
    `Seed ${seen.seed}.`,
  ];
}

function paragraph(text: string, { width }: TerminalOptions): string[] {
  return wrap(clean(text), Math.max(20, width - 2)).map((line) => `  ${line}`);
}

function item(text: string, { width }: TerminalOptions): string[] {
  return wrap(clean(text), Math.max(20, width - 4)).map((line, i) => `  ${i === 0 ? '•' : ' '} ${line}`);
}

function labelled(label: string, sentences: readonly string[], { width, colour }: TerminalOptions): string[] {
  return sentences.flatMap((sentence, i) =>
    wrap(clean(sentence), Math.max(20, width - 13)).map(
      (line, j) => `  ${paint((i === 0 && j === 0 ? label : '').padEnd(9), 'dim', colour)}  ${line}`,
    ),
  );
}
