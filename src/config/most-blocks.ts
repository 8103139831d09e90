/** A sequential plan of so many blocks decides what can be decided; more cost time and add little. */
export const MOST_BLOCKS = 45;
