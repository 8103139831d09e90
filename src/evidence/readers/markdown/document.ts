import { htmlAnchorsIn, Slugger } from './anchors.ts';
import { plainText } from './plain-text.ts';
import { isDelimiterRow, splitRow } from './table-rows.ts';
import { visibleLines } from './visible-lines.ts';

/** The parts of a Markdown report that can hold figures. Lines count from 1; texts are plain. */
export interface Document {
  readonly headings: readonly Heading[];
  readonly tables: readonly Table[];
  readonly facts: readonly KeyValueLine[];
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
  readonly rows: readonly (readonly string[])[];
}

/** A line such as `- Connections: 10` or `**Date**: 2025-10-30`. */
export interface KeyValueLine {
  readonly heading: Heading | null;
  readonly key: string;
  readonly value: string;
}

const HEADING = /^ {0,3}(#{1,6})[ \t]+(.+)$/u;
const FACT =
  /^\s*(?:[-*+]\s+|\d+[.)]\s+)?(?:\*\*|__)?([\p{L}][\p{L} '’()/-]{0,40}?)\s?(?:\*\*|__)?\s?:(?:\*\*|__)?\s+(\S.*)$/u;

export function parseDocument(text: string): Document {
  const lines = visibleLines(text);
  const headings: Heading[] = [];
  const tables: Table[] = [];
  const facts: KeyValueLine[] = [];
  const slugger = new Slugger();
  let current: Heading | null = null;
  let anchors: string[] = [];

  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] as string;
    if (line.trim() === '') continue;
    const own = htmlAnchorsIn(line);
    const heading = headingAt(lines, i);
    if (heading) {
      current = {
        text: plainText(heading.markdown),
        level: heading.level,
        anchors: [slugger.next(heading.markdown), ...anchors, ...own],
        line: i + 1,
        parent: parentOf(current, heading.level),
      };
      headings.push(current);
      anchors = [];
      i += heading.lines - 1;
    } else if (line.includes('|') && isDelimiterRow(lines[i + 1] ?? '')) {
      const rows: string[][] = [];
      const start = i;
      i += 1;
      while (lines[i + 1]?.includes('|')) {
        i += 1;
        rows.push(splitRow(lines[i] as string));
      }
      tables.push({ heading: current, anchors, line: start + 1, header: splitRow(line), rows });
      anchors = [];
    } else {
      const fact = FACT.exec(line);
      if (fact)
        facts.push({
          heading: current,
          key: plainText(fact[1] as string),
          value: plainText(fact[2] as string),
        });
      if (own.length === 0) anchors = [];
      else anchors.push(...own);
    }
  }
  return { headings, tables, facts };
}

function headingAt(
  lines: readonly string[],
  i: number,
): { markdown: string; level: number; lines: number } | null {
  const line = lines[i] as string;
  const atx = HEADING.exec(line);
  if (atx) {
    return {
      markdown: (atx[2] as string).replace(/\s#+\s*$/u, '').trim(),
      level: (atx[1] as string).length,
      lines: 1,
    };
  }
  const underline = /^ {0,3}(=+|-+)\s*$/u.exec(lines[i + 1] ?? '')?.[1];
  if (!underline || !/^ {0,3}[^\s|>#*+\-<]/u.test(line) || line.includes('|')) return null;
  return { markdown: line.trim(), level: underline.startsWith('=') ? 1 : 2, lines: 2 };
}

function parentOf(before: Heading | null, level: number): Heading | null {
  let parent = before;
  while (parent && parent.level >= level) parent = parent.parent;
  return parent;
}
