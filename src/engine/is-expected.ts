/** @param expect statuses that are a success; null means any 2xx */
export function isExpected(status: number, expect: readonly number[] | null): boolean {
  return expect === null ? status >= 200 && status < 300 : expect.includes(status);
}
