/**
 * A chart as data: what the page's script draws, and what its table of figures shows. Nothing in it is escaped; it gets
 * into a page by `asData` alone.
 */
import type { ServerUnit } from '../../config/server-series.ts';

/** In which its figures are written. `points`: a difference of shares. `percentile`: 1 / (1 − share). */
export type ChartUnit = ServerUnit | 'ms' | 'change' | 'points' | 'percentile' | 'load' | 'block' | 'date';

export interface Axis {
  readonly label: string;
  readonly unit: ChartUnit;
  readonly scale: 'linear' | 'log';
  /** Always in sight. */
  readonly least?: number;
  readonly most?: number;
}

/** Of the page's palette: its two sides, others in their order, and what is only context. */
export type Colour = 'target' | 'base' | 'third' | 'fourth' | 'fifth' | 'sixth' | 'quiet';

export interface Line {
  readonly name: string;
  readonly colour: Colour;
  /** Ascending, and as many as `y`. */
  readonly x: readonly number[];
  /** Null: a gap. */
  readonly y: readonly (number | null)[];
  readonly look?: 'dashed' | 'full-points' | 'hollow-points' | 'steps' | 'thin' | 'runs';
}

/** A stretch of the x axis, such as a stage. */
export interface Shade {
  readonly from: number;
  readonly to: number;
  readonly name: string;
}

/** A stretch of the y axis, such as a tolerance. */
interface Band {
  readonly from: number;
  readonly to: number;
  readonly name: string;
  /** Where on the x axis; absent: all along it, around 0. */
  readonly within?: readonly [start: number, end: number];
}

/** Something that happened. */
export interface Happening {
  readonly from: number;
  readonly to: number;
  readonly name: string;
  /** What the legend calls all of its kind; absent: its name. */
  readonly kind?: string;
}

/** What is drawn at a time: of a chart with several, a reader chooses. */
export interface View {
  /** Of its y axis, where it is another than the chart's. */
  readonly unit?: ChartUnit;
  readonly name: string;
  readonly lines: readonly Line[];
  readonly bands?: readonly Band[];
}

export interface Chart {
  /** Of its element in the page: letters and hyphens. */
  readonly id: string;
  readonly title: string;
  /** How it is read, in a sentence. */
  readonly about: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly views: readonly [View, ...View[]];
  readonly shades?: readonly Shade[];
  readonly marks?: readonly Happening[];
  /** Charts of one group have one tooltip, and are zoomed together. */
  readonly group?: string;
  /** Where several are below one another, the lower ones need less room. */
  readonly isLow?: boolean;
}

/** What the script says by itself. */
export interface ChartWords {
  readonly language: 'en' | 'fr';
  readonly figures: string;
  readonly choose: string;
  readonly wholeRange: string;
  readonly zoomHelp: string;
  readonly drawingOf: string;
  readonly events: string;
}

export interface PageData {
  readonly words: ChartWords;
  readonly charts: readonly Chart[];
}

/** Four significant digits are more than a picture shows. */
export function shorten(value: number | null): number | null {
  return value === null ? null : Number(value.toPrecision(4));
}
