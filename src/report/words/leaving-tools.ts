/**
 * Load generators whose latencies leave something out of what a request takes here. What it is, each language says in
 * its own words.
 */
const LEAVING = ['k6', 'Artillery', 'oha', 'hey', 'autocannon', 'wrk'] as const;

export type LeavingTool = (typeof LEAVING)[number];

/** @param tool as conditions say it, in a report by hand perhaps with its version: `k6 1.3` */
export function toolIn(tool: string): LeavingTool | null {
  const [name = ''] = tool.trim().split(/\s/u);
  return LEAVING.find((one) => one.toLowerCase() === name.toLowerCase()) ?? null;
}
