import GithubSlugger from 'github-slugger';
import type { Heading as HeadingNode, Html, Nodes, Paragraph, RootContent, Table as TableNode } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table';
import { gfmTable } from 'micromark-extension-gfm-table';
import { htmlAnchorsIn } from './anchors.ts';
import { takeFrontMatter } from './front-matter.ts';
import { headingsInHtml, isHtmlTable, isPipeTable, withoutComments } from './html.ts';
import { inOneLine, LINE_BREAK, textOf, tidy } from './plain-text.ts';

/** The parts of a Markdown report that can hold figures. Lines count from 1; texts are plain. */
export interface Document {
  readonly headings: readonly Heading[];
  readonly tables: readonly Table[];
  readonly facts: readonly KeyValueLine[];
  /** What looks like a table and is none, in words: `line 9: …`. */
  readonly unread: readonly string[];
}

export interface Heading {
  readonly text: string;
  readonly level: number;
  /** The slug first, then the HTML anchors before or in it. */
  readonly anchors: readonly string[];
  readonly line: number;
  /** Section that this one is part of. */
  readonly parent: Heading | null;
}

export interface Table {
  readonly heading: Heading | null;
  /** HTML anchors that stand right before the table. */
  readonly anchors: readonly string[];
  readonly line: number;
  readonly header: readonly string[];
  readonly rows: readonly TableRow[];
}

export interface TableRow {
  readonly line: number;
  readonly cells: readonly string[];
}

/** A line such as `- Connections: 10` or `**Date**: 2025-10-30`. */
export interface KeyValueLine {
  readonly heading: Heading | null;
  readonly key: string;
  readonly value: string;
  readonly line: number;
}

const FACT =
  /^(?:\[[ x]\]\s)?(\p{L}[\p{L}\d '’()[\]/,.%µ-]{0,60}?)(?:\s?:\s+|:(?=\d)|\s[=–—]\s)(\S[\s\S]*)$/iu;
/** Quotes and lists in each other; deeper ones hold no report. */
const DEEPEST = 40;
/** No line of a report is as long; what a parser makes of a longer one takes a time that grows with its square. */
const LONGEST_LINE = 20_000;

/** Parses what GitHub would show: its Markdown with tables, in lists and quotes as well. */
export function parseDocument(text: string): Document {
  const { lines, body } = takeFrontMatter(text);
  const reader = new Reader();
  lines.forEach((line, i) => {
    reader.readFact(line.replace(/^([\w.-]+)\s*[:=]\s*["']?(.*?)["']?$/u, '$1: $2'), i + 2, null);
  });
  const short = body.replace(/[^\r\n]+/gu, (line) => (line.length > LONGEST_LINE ? '' : line));
  const tree = fromMarkdown(short, { extensions: [gfmTable()], mdastExtensions: [gfmTableFromMarkdown()] });
  reader.read(tree.children, null, short, 0);
  return reader;
}

class Reader implements Document {
  readonly headings: Heading[] = [];
  readonly tables: Table[] = [];
  readonly facts: KeyValueLine[] = [];
  readonly unread: string[] = [];
  readonly #slugger = new GithubSlugger();
  /** HTML anchors that wait for what they stand before. */
  #anchors: string[] = [];

  /** Reads the blocks under a heading. What a list or a quote heads is headed by it only within. */
  read(nodes: readonly RootContent[], under: Heading | null, source: string, depth: number): void {
    let heading = under;
    for (const node of nodes) {
      switch (node.type) {
        case 'heading':
          heading = this.#heading(node, heading);
          break;
        case 'table':
          this.#table(node, heading);
          break;
        case 'paragraph':
          this.#paragraph(node, heading, source);
          break;
        case 'html':
          heading = this.#html(node, heading);
          break;
        case 'list':
        case 'listItem':
        case 'blockquote':
          if (depth < DEEPEST) this.read(node.children, heading, source, depth + 1);
          break;
        case 'definition':
          break;
        default:
          this.#anchors = [];
      }
    }
  }

  readFact(text: string, line: number, heading: Heading | null): void {
    const fact = FACT.exec(tidy(text));
    if (fact) this.facts.push({ heading, key: fact[1] as string, value: fact[2] as string, line });
  }

  #heading(node: HeadingNode, before: Heading | null): Heading {
    return this.#addHeading(before, {
      text: inOneLine(textOf(node)),
      slugged: textOf(node, ''),
      level: node.depth,
      anchors: anchorsIn(node),
      line: lineOf(node),
    });
  }

  #addHeading(
    before: Heading | null,
    { text, slugged, level, anchors, line }: Omit<Heading, 'parent'> & { readonly slugged: string },
  ): Heading {
    const slug = this.#slugger.slug(slugged.trim());
    const heading = {
      text,
      level,
      anchors: [slug, ...this.#takeAnchors(), ...anchors],
      line,
      parent: parentOf(before, level),
    };
    this.headings.push(heading);
    return heading;
  }

  #table(node: TableNode, heading: Heading | null): void {
    const [header, ...rows] = node.children.map((row) => ({
      line: lineOf(row),
      cells: row.children.map((cell) => tidy(textOf(cell))),
    }));
    // A line without a pipe right below a table belongs to it, and is a line of its own all the same.
    const isLine = (row: TableRow) => row.cells.length === 1 && (header?.cells.length ?? 0) > 1;
    for (const row of rows.filter(isLine)) this.readFact(row.cells[0] ?? '', row.line, heading);
    this.tables.push({
      heading,
      anchors: this.#takeAnchors(),
      line: lineOf(node),
      header: (header?.cells ?? []).map(inOneLine),
      rows: rows.filter((row) => !isLine(row)),
    });
  }

  #paragraph(node: Paragraph, heading: Heading | null, source: string): void {
    const lines = textOf(node)
      .split('\n')
      .flatMap((text, i) =>
        text.split(LINE_BREAK).map((part) => ({ text: tidy(part), line: lineOf(node) + i })),
      );
    let said = lines[0] ?? null;
    // What says nothing of its own goes on with what was said before it.
    for (const line of lines.slice(1)) {
      if (said && !FACT.test(line.text)) said = { ...said, text: `${said.text}\n${line.text}` };
      else {
        if (said) this.readFact(said.text, said.line, heading);
        said = line;
      }
    }
    if (said) this.readFact(said.text, said.line, heading);
    const { start, end } = node.position ?? {};
    if (start && end && isPipeTable(source.slice(start.offset, end.offset))) {
      this.unread.push(
        `line ${start.line}: this looks like a table and is none: the dashes under its header need as many cells as that`,
      );
    }
    this.#await(anchorsIn(node));
  }

  #html(node: Html, before: Heading | null): Heading | null {
    const html = withoutComments(node.value);
    if (html.trim() === '') return before;
    if (isHtmlTable(html)) {
      this.unread.push(`line ${lineOf(node)}: a table in HTML is not read: write it in Markdown`);
    }
    if (isPipeTable(html)) {
      this.unread.push(
        `line ${lineOf(node)}: a table right behind a tag belongs to the HTML and is none: put an empty line before it`,
      );
    }
    let heading = before;
    for (const found of headingsInHtml(html)) {
      const text = inOneLine(found.text);
      heading = this.#addHeading(heading, {
        text,
        slugged: text,
        level: found.level,
        anchors: htmlAnchorsIn(found.tag),
        line: lineOf(node) + found.line,
      });
    }
    if (heading === before) this.#await(htmlAnchorsIn(html));
    return heading;
  }

  /** Anchors hold for what comes right behind them. */
  #await(anchors: readonly string[]): void {
    if (anchors.length === 0) this.#anchors = [];
    else this.#anchors.push(...anchors);
  }

  #takeAnchors(): string[] {
    const anchors = this.#anchors;
    this.#anchors = [];
    return anchors;
  }
}

function anchorsIn(node: Nodes): string[] {
  if (node.type === 'html') return htmlAnchorsIn(node.value);
  return 'children' in node ? node.children.flatMap(anchorsIn) : [];
}

function lineOf({ position }: Nodes): number {
  return position?.start.line ?? 1;
}

function parentOf(before: Heading | null, level: number): Heading | null {
  let parent = before;
  while (parent && parent.level >= level) parent = parent.parent;
  return parent;
}
