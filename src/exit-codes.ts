/** Exit codes of the terminal's process and of the action's step. A neutral outcome exits 0. */
export const EXIT = { pass: 0, fail: 1, configuration: 2, inconclusive: 3, invalid: 4, bug: 70 } as const;
