/** Letters of a captured value: servers take no larger header, and every text is searched for it in all its forms. */
export const LONGEST_CAPTURE = 8192;
