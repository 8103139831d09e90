/** Whether a service that says `said` serves `expected`: equal, or one the start of the other from seven digits on. */
export function isCommit(said: string, expected: string): boolean {
  const [one, other] = [said.toLowerCase(), expected.toLowerCase()];
  if (one === other) return true;
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  return /^[0-9a-f]{7,64}$/.test(short) && long.startsWith(short);
}
