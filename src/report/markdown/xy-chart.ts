/**
 * Pictures that GitHub draws from text: Mermaid's xychart. It knows no gaps and no legend, so that points are as many
 * on every line, and the colours are told beside it. Only words of ours get into one.
 */

/** Of the lines, in their order: clear on white and on black. */
const PALETTE = ['#3b82c4', '#d9772b'];
/** The same in a sentence. */
export const SIGNS = ['🔵', '🟠'] as const;

/** More are no clearer, and make a long text. */
export const MOST_POINTS = 60;
/** Fewer are no course. */
export const LEAST_POINTS = 8;

interface XyChart {
  readonly x: { readonly label: string; readonly from: number; readonly to: number };
  /** Its axis begins at 0. */
  readonly y: string;
  /** One or two, of as many points. */
  readonly lines: readonly (readonly number[])[];
}

export function drawXyChart({ x, y, lines }: XyChart): string {
  const most = Math.max(...lines.flat());
  const init = { themeVariables: { xyChart: { plotColorPalette: PALETTE.join(', ') } } };
  return [
    '```mermaid',
    `%%{init: ${JSON.stringify(init)}}%%`,
    'xychart-beta',
    `    x-axis "${asLabel(x.label)}" ${write(x.from)} --> ${write(x.to)}`,
    `    y-axis "${asLabel(y)}" 0 --> ${write(most > 0 ? most * 1.08 : 1)}`,
    ...lines.map((values) => `    line [${values.map(write).join(', ')}]`),
    '```',
  ].join('\n');
}

/** Mermaid reads no exponents. */
function write(value: number): string {
  const digits = value === 0 ? 0 : Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  const text = value.toFixed(Math.min(9, digits));
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

/** What ends a label, or means something to Mermaid or to Markdown, becomes a blank. */
export function asLabel(text: string): string {
  return text
    .replace(/[^\p{L}\p{N} .,:()/%–-]+/gu, ' ')
    .replace(/([%-])+/g, '$1')
    .trim()
    .slice(0, 80);
}
