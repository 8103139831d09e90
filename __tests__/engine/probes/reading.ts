/** Readers of probes as a run opens them, on this machine. */
import type { PlannedProbe } from '../../../src/config/probes/probe.ts';
import { openReader } from '../../../src/engine/probes/open-readers.ts';
import { TYPED_PROBES } from '../../../src/engine/probes/permission.ts';
import type { ProbeReader } from '../../../src/engine/probes/reader.ts';
import { ProbeSampler, type Sampled } from '../../../src/engine/probes/sampler.ts';
import { permitTyped } from '../../../src/engine/target/guard.ts';
import { parse } from '../../config/example.ts';

/** @param written of one probe. @param origin of the target */
export function planProbe(written: string, env: Readonly<Record<string, string>> = {}): PlannedProbe {
  const text = `load: { connections: 1, duration: 10s }\nscenario:\n  requests: [{ name: a, get: /a }]\nprobes:\n  - ${written}\ngate: { p99: { max: 1 s } }\n`;
  const [probe] = parse(text, { env }).probes ?? [];
  if (probe === undefined) throw new Error('the file has no probe');
  return probe;
}

export function openProbe(
  probe: PlannedProbe,
  origin: string,
  addresses: readonly string[] = ['127.0.0.1'],
): ProbeReader {
  return openReader(probe, probe.target, {
    side: 'target',
    location: { origin },
    permission: TYPED_PROBES,
    sides: permitTyped(false),
    resolve: async () => addresses,
    redact: (text) => text.replaceAll('hunter2', '***'),
  });
}

/** What so many readings, one after the other, came to. */
export async function sample(probe: PlannedProbe, origin: string, readings = 1): Promise<Sampled> {
  const sampler = new ProbeSampler(probe, openProbe(probe, origin), (text) =>
    text.replaceAll('hunter2', '***'),
  );
  for (let i = 0; i < readings; i++) await sampler.mark();
  const sampled = sampler.take();
  await sampler.close();
  return sampled;
}

/** Just what went wrong, and how often. */
export function troublesOf({ troubles }: Sampled): string[] {
  return troubles.map(({ code, series, count }) =>
    [code, series, count].filter((one) => one !== undefined).join(' '),
  );
}
