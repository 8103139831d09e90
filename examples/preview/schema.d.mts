/** Statements, one each. */
export const schema: readonly string[];
/** So many old expenses. */
export function fillUp(count: number): [sql: string, values: unknown[]][];
