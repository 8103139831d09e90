/** What of a block of HTML matters to a report. */

interface HtmlHeading {
  readonly level: number;
  readonly text: string;
  /** Its opening tag. */
  readonly tag: string;
  /** Lines of the block before it. */
  readonly line: number;
}

/** Nobody sees a comment; line numbers stay. */
export function withoutComments(html: string): string {
  return html.replace(/<!--[\s\S]*?(?:-->|$)/gu, (comment) => comment.replace(/[^\n]/gu, ''));
}

export function isHtmlTable(html: string): boolean {
  return /<table[\s>]/iu.test(html) && /\d/u.test(html);
}

/** Whether the text has the line of dashes that stands under a table's header in Markdown. */
export function isPipeTable(text: string): boolean {
  return text
    .split('\n')
    .some(
      (line) =>
        line.length < 1000 &&
        line.includes('|') &&
        /^[>|:\s-]*$/u.test(line) &&
        /-\s*:?\s*\|\s*:?-/u.test(line),
    );
}

/** `<h2>Peak</h2>`. */
export function headingsInHtml(html: string): HtmlHeading[] {
  return [...html.matchAll(/(<h([1-6])(?:\s[^<>]{0,500})?>)([\s\S]{0,500}?)<\/h\2\s*>/giu)].map((match) => ({
    level: Number(match[2]),
    tag: match[1] as string,
    text: (match[3] as string).replace(/<[^<>]*>/gu, ' '),
    line: html.slice(0, match.index).split('\n').length - 1,
  }));
}
