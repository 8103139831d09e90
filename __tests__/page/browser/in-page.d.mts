/** What uPlot has of a chart. */
export interface Read {
  readonly id: string;
  readonly labels: readonly string[];
  readonly data: readonly (readonly (number | null | undefined)[])[];
  readonly x: { readonly min: number; readonly max: number };
  readonly width: number;
}
export function areDrawn(): boolean;
export function readCharts(): Read[];
export function lookOfLines(): { paper: string; green: number; count: number };
export function unfoldAll(): void;
export function runAxe(source: string): Promise<{ found: string[]; passes: number }>;
export function widthsOf(): { page: number; out: string[] };
export function fire(event: string): void;
export function paperOf(): { colour: string; widths: number[]; shown: number };
export function traceOfHostile(text: string): {
  hit: boolean;
  scripts: number;
  foreign: number;
  text: boolean;
};
export function chartIds(): string[];
export function cellsOf(of: { png: string; columns: number }): Promise<string[]>;
export function goTo(hash: string): Promise<void>;
export function hrefsOf(links: readonly Element[]): string[];
export function drawMermaid(
  texts: readonly string[],
): Promise<{ diagramType?: string; lines?: number; error?: string }[]>;
