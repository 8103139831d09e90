/**
 * The document's lines with code fences and HTML comments blanked, so that line numbers stay: what an example or a
 * remark to the author says is no result.
 */
export function visibleLines(text: string): string[] {
  let fence: string | null = null;
  let inComment = false;
  return text.split(/\r\n|\n|\r/u).map((line) => {
    if (fence !== null) {
      const closing = /^\s*(`{3,}|~{3,})\s*$/u.exec(line)?.[1];
      if (closing?.startsWith(fence)) fence = null;
      return '';
    }
    const opening = inComment ? null : /^[\s>]*(?:[-*+]\s+)?(`{3,}(?=[^`]*$)|~{3,})/u.exec(line);
    if (opening) {
      fence = opening[1] as string;
      return '';
    }
    const cut = withoutComments(line, inComment);
    inComment = cut.inComment;
    return cut.line;
  });
}

function withoutComments(line: string, startsInComment: boolean): { line: string; inComment: boolean } {
  let inComment = startsInComment;
  let visible = '';
  let at = 0;
  // A comment's start inside a code span is text about comments.
  const masked =
    line.includes('`') && !inComment ? line.replace(/`[^`]*`/gu, (span) => ' '.repeat(span.length)) : line;
  while (at < line.length) {
    const next = inComment ? line.indexOf('-->', at) : masked.indexOf('<!--', at);
    if (!inComment) visible += line.slice(at, next < 0 ? line.length : next);
    if (next < 0) break;
    at = next + (inComment ? 3 : 4);
    inComment = !inComment;
  }
  return { line: visible, inComment };
}
