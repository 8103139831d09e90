import { createHmac, randomUUID } from 'node:crypto';
import { ConfigurationError } from '../../config/configuration-error.ts';
import type { Result } from '../../evidence/result/schema.ts';
import { toWebhook } from '../../report/export/webhook.ts';
import { postJson } from './post-json.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const SECRET = 'TAILGATE_WEBHOOK_SECRET';
const SHORTEST_SECRET = 16;

/** Throws ConfigurationError where there is none that could keep anybody out. */
export function webhookSecret(env: Environment): string {
  const secret = env[SECRET] ?? '';
  if (secret.length >= SHORTEST_SECRET) return secret;
  throw new ConfigurationError(
    `is needed to sign the webhook: set it to at least ${SHORTEST_SECRET} random characters that the receiver also knows`,
    { key: SECRET },
  );
}

/**
 * `v1=` and HMAC-SHA256 in hex of the time, a point and the body: so that nobody can send what was signed at another
 * time again.
 *
 * @param timestamp seconds since 1970
 */
export function signWebhook(secret: string, timestamp: number, body: string): string {
  return `v1=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`;
}

/** @param nowMs clock, ms since 1970 */
export async function sendWebhook(
  url: string,
  result: Result,
  runUrl: string | null,
  env: Environment,
  nowMs: () => number = Date.now,
): Promise<void> {
  const secret = webhookSecret(env);
  const body = JSON.stringify(toWebhook(result, runUrl));
  const delivery = randomUUID();
  await postJson({
    url,
    body,
    headers: () => {
      const timestamp = Math.floor(nowMs() / 1000);
      return {
        'tailgate-delivery': delivery,
        'tailgate-timestamp': String(timestamp),
        'tailgate-signature': signWebhook(secret, timestamp, body),
      };
    },
  });
}
