/** What each block said of each gate against the base, and which side the coin let go first. */
import { METRICS, worsening } from '../../../config/metrics.ts';
import type { InterleavedSummary } from '../../../evidence/result/interleaved.ts';
import { nameOf } from '../../view/interleaved-facts.ts';
import type { Words } from '../../words/language.ts';
import { type Chart, type Line, shorten, type View } from '../chart.ts';

export function blocksChart(interleaved: InterleavedSummary | null, words: Words): Chart | null {
  const gates = (interleaved?.gates ?? []).filter(({ changes }) => changes.some((one) => one !== null));
  const firsts = (interleaved?.order ?? '').split(' ').map((block) => block[0]);
  const { page } = words;
  // A chart has one unit: differences of shares are written beside relative ones by their own.
  const views = gates.map((gate): View => {
    const points = (first: 'T' | 'B', name: string, look: Line['look'] & string): Line => {
      const own = gate.changes.flatMap((change, i) =>
        firsts[i] === first ? [[i + 1, change] as const] : [],
      );
      return {
        name,
        colour: first === 'T' ? 'target' : 'base',
        x: own.map(([block]) => block),
        y: own.map(([, change]) => shorten(change)),
        look,
      };
    };
    const tolerated = worsening(gate.metric, gate.tolerance);
    return {
      name: nameOf(gate, words),
      unit: METRICS[gate.metric].scale === 'linear' ? 'points' : 'change',
      lines: [
        points('T', page.targetFirst, 'full-points'),
        points('B', page.baseFirst, 'hollow-points'),
      ].filter(({ x }) => x.length > 0),
      bands: [{ from: Math.min(0, tolerated), to: Math.max(0, tolerated), name: words.titles.tolerance }],
    };
  });
  const [first, ...others] = views.filter(({ lines }) => lines.length > 0);
  if (first === undefined) return null;
  return {
    id: 'blocks',
    ...page.blocks[interleaved?.passes ? 'passes' : 'rounds'],
    x: { label: page.block[interleaved?.passes ? 'passes' : 'rounds'], unit: 'block', scale: 'linear' },
    y: { label: words.titles.change, unit: 'change', scale: 'linear', least: 0 },
    views: [first, ...others],
  };
}
