import type { Histogram } from '../../src/evidence/histogram.ts';
import type { Timeline } from '../../src/evidence/timeline.ts';
import type { Point } from '../../src/judgement/statistics/time-trend.ts';

export interface SoakKind {
  readonly spread: number;
  readonly rho?: number;
  readonly gc?: { readonly everySeconds: number; readonly times: number };
  readonly warm?: { readonly seconds: number; readonly times: number };
  readonly swing?: { readonly by: number; readonly times: number };
  readonly stalls?: { readonly share: number; readonly times: number };
  readonly creep?: number;
  readonly fall?: number;
  readonly rise?: number;
}

interface SoakWindow {
  readonly fromSeconds: number;
  readonly seconds: number;
  readonly p99Ms: number;
  readonly requests: number;
  readonly errors: number;
}

export function drawSoak(
  kind: SoakKind,
  length: { readonly seconds: number; readonly windowSeconds: number },
  random: () => number,
): SoakWindow[];
export function timelineOf(windows: readonly SoakWindow[], histogram: typeof Histogram): Timeline;
export function drawMemory(
  kind: { readonly leakPerSecond?: number },
  seconds: number,
  random: () => number,
): Point[];
