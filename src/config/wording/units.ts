/** Figures in messages about what somebody wrote: of at most four digits, or to the millisecond. */

/** `12.5 %` of a share 0…1. */
export function writePercent(share: number): string {
  return `${Number((share * 100).toPrecision(4))} %`;
}

/** `1.5 s`. */
export function writeSeconds(ms: number): string {
  return `${Number((ms / 1000).toFixed(3))} s`;
}
