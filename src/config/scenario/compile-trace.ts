import { ConfigurationError, type Place } from '../configuration-error.ts';
import type { ScenarioConfig } from '../schema/scenario-schema.ts';
import { USUAL_SAMPLE } from '../schema/trace-schema.ts';
import { parsePercent } from '../units.ts';
import type { Headers } from './compile-headers.ts';

const TRACEPARENT = 'traceparent';

/** The request's headers with the trace that it is to carry. Throws ConfigurationError where the headers hold one. */
export function addTrace(
  headers: Headers,
  { trace: own }: { readonly trace?: boolean | undefined },
  { trace: shared = false }: ScenarioConfig,
  place: Place,
): Headers {
  if (!(own ?? shared !== false)) return headers;
  if (headers.has(TRACEPARENT)) {
    throw new ConfigurationError(
      `the headers have one too: remove the header ${TRACEPARENT}, or write trace: false to keep it`,
      place,
    );
  }
  const sample = typeof shared === 'object' ? shared.sample : parsePercent(USUAL_SAMPLE);
  return new Map([...headers, [TRACEPARENT, [{ value: 'traceparent', sample }]]]);
}

/** URL to view a trace, with a place for its identifier; null where nobody said. */
export function traceLinkOf({ trace = false }: ScenarioConfig): string | null {
  return typeof trace === 'object' ? (trace.link ?? null) : null;
}
