/** Outputs of tools that nobody reads here, so that a file that holds one is not just called empty. */

interface Tool {
  readonly name: string;
  readonly looksLike: RegExp;
}

const TOOLS: readonly Tool[] = [
  { name: 'autocannon', looksLike: /^[ \t]*Running \S+ test @ \S+[ \t]*\n[ \t]*\d+ connections?\b/mu },
  { name: 'go-wrk', looksLike: /^[ \t]*Running \S+ test @ \S+[ \t]*\n[ \t]*\d+ goroutine/mu },
  { name: 'ApacheBench', looksLike: /^This is ApacheBench|^Requests per second:\s+[\d.]+ \[#\/sec\]/mu },
  {
    name: 'hey',
    looksLike: /^[ \t]*Requests\/sec:\s+[\d.]+[ \t]*$[\s\S]{0,2000}^[ \t]*Response time histogram:/mu,
  },
  { name: 'k6', looksLike: /^[ \t]*(?:[^\w\s]\s)?http_req_duration\.*:/mu },
  { name: 'vegeta', looksLike: /^Latencies\s+\[/mu },
  {
    name: 'oha',
    looksLike: /^[ \t]*Success rate:\s+[\d.]+%?[ \t]*$[\s\S]{0,2000}^Response time histogram:/mu,
  },
  { name: 'bombardier', looksLike: /^Bombarding \S+/mu },
  { name: 'JMeter', looksLike: /^timeStamp,elapsed,label,|^summary [+=]\s+\d+ in /mu },
  { name: 'siege', looksLike: /^Transaction rate:\s+[\d.]+ trans\/sec/mu },
];

const WRK = /^[ \t]*Running \S+ test @ \S+[ \t]*\n[ \t]*\d+ threads? and \d+ connections?/mu;

/** What to tell of a file in which nothing was found, where it is another tool's output; null where it is none. */
export function foreignToolOf(text: string): string | null {
  const content = text.slice(0, 200_000).replaceAll('\r', '');
  const tool = TOOLS.find(({ looksLike }) => looksLike.test(content));
  if (tool) {
    return `This looks like the output of ${tool.name}, which is not read: write its figures into a table of a Markdown report.`;
  }
  return WRK.test(content)
    ? 'The Markdown report contains an output of wrk, which is treated as an example: put it into a separate file, or write its figures into a table.'
    : null;
}
