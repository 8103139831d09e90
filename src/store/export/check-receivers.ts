import { otlpHeaders } from './send-otlp.ts';
import { webhookSecret } from './send-webhook.ts';

interface Receivers {
  readonly otlp?: string | null | undefined;
  readonly webhook?: string | null | undefined;
}

/**
 * Whether the environment has what sending needs, before a load that nobody would be told of. Throws
 * ConfigurationError.
 */
export function checkReceivers(
  { otlp, webhook }: Receivers,
  env: Readonly<Record<string, string | undefined>>,
): void {
  if (otlp) otlpHeaders(env);
  if (webhook) webhookSecret(env);
}
