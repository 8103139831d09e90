/**
 * Folder of the documentation, as the newest version has it; null as long as nobody has said where that is:
 * scripts/set-uses.mjs writes it, with the action's reference. A name that somebody else could take is none.
 */
export const DOCS_URL: string | null = null;
