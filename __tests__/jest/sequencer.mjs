/**
 * The order of a first run, of which jest knows no durations: what waits for loads begins first, since the machine would
 * have nothing beside it to do at the end. Later runs go by what each file took.
 */
import TestSequencer from '@jest/test-sequencer';

const Sequencer = TestSequencer.default ?? TestSequencer;
const WAITS = /[/\\]__tests__[/\\](?:cli|action|history|faults|examples)[/\\]/;

export default class extends Sequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    if (sorted.some(({ duration }) => duration !== undefined)) return sorted;
    const waits = ({ path }) => WAITS.test(path);
    return [...sorted.filter(waits), ...sorted.filter((test) => !waits(test))];
  }
}
