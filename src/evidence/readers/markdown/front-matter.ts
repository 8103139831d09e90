/** What a site's generator reads at the beginning of a page, and GitHub shows as a table. */

interface FrontMatter {
  readonly lines: readonly string[];
  /** The text with these lines blanked, so that line numbers stay. */
  readonly body: string;
}

const MOST_LINES = 100;

/** Between `---` or `+++`: keys and values, and no Markdown. */
export function takeFrontMatter(text: string): FrontMatter {
  const none = { lines: [], body: text };
  const fence = /^(---|\+\+\+)[ \t]*\r?\n/u.exec(text)?.[1];
  if (fence === undefined) return none;
  const head = text.split('\n', MOST_LINES + 1);
  const end = head.findIndex((line, i) => i > 0 && line.trimEnd() === fence);
  const lines = head.slice(1, end).map((line) => line.trimEnd());
  if (end < 0 || !lines.every((line) => /^(?:[\w.-]+\s*[:=].*|\s+\S.*|- .*)?$/u.test(line))) return none;
  const length = head.slice(0, end + 1).join('\n').length;
  return { lines, body: '\n'.repeat(end) + text.slice(length) };
}
