/** jstat ships no types; these are the parts in use. */
declare module 'jstat' {
  const jStat: {
    readonly normal: {
      inv(p: number, mean: number, sd: number): number;
      cdf(x: number, mean: number, sd: number): number;
    };
    readonly studentt: { inv(p: number, degreesOfFreedom: number): number };
    /** Regularised incomplete beta function I_x(a, b). */
    ibeta(x: number, a: number, b: number): number;
    /** Logarithm of the beta function. */
    betaln(a: number, b: number): number;
  };
  export default jStat;
}
