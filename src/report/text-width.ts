/** Cells that a clean text takes: two for East Asian and emoji, none for combining marks. */
export function widthOf(text: string): number {
  let width = 0;
  for (const point of text) width += /\p{M}/u.test(point) ? 0 : WIDE.test(point) ? 2 : 1;
  return width;
}

const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}|[\u{20000}-\u{3fffd}]/u;

/** At most so many cells, with an ellipsis where something was cut off. */
export function cutTo(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let kept = '';
  for (const point of text) {
    if (widthOf(kept + point) > width - 1) break;
    kept += point;
  }
  return `${kept}…`;
}
