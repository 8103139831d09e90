/** Answers of a round whose P99 shows a change of 10 %; for a smaller one more, by the square. */
const ANSWERS_FOR_TEN_PERCENT = 900;

/** Answers that each round wants for a gate on P99: about 900 for 10 %. @param tolerance relative, 0.1 is 10 % */
export function answersWanted(tolerance: number): number {
  const times = (Math.log1p(0.1) / Math.log1p(tolerance)) ** 2;
  // A hair above a whole number is that number: logarithms are rounded.
  return Math.ceil(ANSWERS_FOR_TEN_PERCENT * times - 1e-9);
}
