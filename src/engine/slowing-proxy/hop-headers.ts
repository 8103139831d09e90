/** Headers of one connection alone (RFC 9110, 7.6.1), and the framing, which is each connection's own. */
const OF_THE_CONNECTION = [
  'connection',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
];

/**
 * Names and values in turn, as they came over the wire, without those that end at this connection.
 *
 * @param dropped further names to leave out, in lower case
 */
export function withoutHopHeaders(raw: readonly string[], dropped: readonly string[] = []): string[] {
  const pairs = Array.from(
    { length: raw.length / 2 },
    (_, i) => [raw[2 * i] ?? '', raw[2 * i + 1] ?? ''] as const,
  );
  const named = pairs.flatMap(([name, value]) =>
    name.toLowerCase() === 'connection' ? value.split(',').map((word) => word.trim().toLowerCase()) : [],
  );
  const left = new Set([...OF_THE_CONNECTION, ...named, ...dropped]);
  return pairs.flatMap(([name, value]) => (left.has(name.toLowerCase()) ? [] : [name, value]));
}
