/** What stands in a text and isn't seen. It is taken out for readers, and must not keep a secret from being found. */

/** Escape sequences of terminals: CSI, OSC with its terminator, and the two-character ones. */
export const ANSI =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]|(?:\u001b\]|\u009d)[^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c)?|\u001b[ -/]*[0-~]?/g;

/** Bidirectional, zero-width and other invisible characters, and what private or unpaired code points are left. */
export const INVISIBLE = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Default_Ignorable_Code_Point}]/gu;

/** The same without white space, but with the mark of a text's byte order, which is a blank in name alone. */
export const UNSEEN = /(?!\s)[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Default_Ignorable_Code_Point}]|\ufeff/gu;

/** Of these, what terminals pass over in the midst of a sequence. */
export const UNSEEN_IN_ANSI =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /(?![\s\u0007\u001b\u009b-\u009d])[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Default_Ignorable_Code_Point}]|\ufeff/gu;
