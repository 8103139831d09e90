/** What stands in a cell of a table, as Markdown. */
import { asSentence } from '../escape.ts';
import { EMOJI, type Mark } from '../view/badges.ts';
import { keepTogether } from './pieces.ts';

export function showFigure(text: string | null): string {
  return text === null ? '–' : keepTogether(text);
}

export function showFigureOver(text: string | null, small: string | null): string {
  return `${showFigure(text)}${small === null ? '' : `<br><sub>${keepTogether(small)}</sub>`}`;
}

/** Colour, shape and words of a finding. */
export function showFinding(mark: Mark | null): string {
  if (mark === null) return '–';
  const words = asSentence(mark.words, 200);
  return `${keepTogether(EMOJI[mark.tone], mark.shape)} ${mark.tone === 'bad' ? `**${words}**` : words}`;
}
