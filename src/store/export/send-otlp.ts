import { ConfigurationError } from '../../config/configuration-error.ts';
import type { Result } from '../../evidence/result/schema.ts';
import { toOtlp } from '../../report/export/otlp.ts';
import { postJson } from './post-json.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const PATH = '/v1/metrics';
/** The variable that OpenTelemetry's own exporters read: `api-key=…,other=…`, percent-encoded. */
const HEADERS = 'OTEL_EXPORTER_OTLP_HEADERS';

/** Throws ConfigurationError where the variable for the headers can't be read; before the load, so that it is told. */
export function otlpHeaders(env: Environment): Readonly<Record<string, string>> {
  const pairs = (env[HEADERS] ?? '').split(',').filter((pair) => pair.trim() !== '');
  return Object.fromEntries(
    pairs.map((pair) => {
      const [, name = '', value = ''] = /^\s*([\w!#$%&'*+.^`|~-]+)\s*=(.*)$/s.exec(pair) ?? [];
      if (name === '')
        throw new ConfigurationError('is not a list of headers: write name=value,name=value', {
          key: HEADERS,
        });
      const plain = decode(value.trim());
      // Whoever can't send it would show it in the error.
      if (!/^[\t\x20-\x7e\x80-\xff]*$/.test(plain))
        throw new ConfigurationError(`holds a value of ${name} with a letter that no header takes`, {
          key: HEADERS,
        });
      return [name.toLowerCase(), plain];
    }),
  );
}

/** @param endpoint of the receiver; the path of the signal is added where it isn't there. @param now ISO 8601 */
export async function sendOtlp(
  endpoint: string,
  result: Result,
  now: string,
  env: Environment,
): Promise<void> {
  const url = new URL(endpoint);
  if (!url.pathname.endsWith(PATH)) url.pathname = url.pathname.replace(/\/*$/, PATH);
  const own = otlpHeaders(env);
  const text = await postJson({
    url: url.href,
    body: JSON.stringify(toOtlp(result, now)),
    headers: () => own,
  });
  const rejected = rejectedOf(text);
  if (rejected > 0) throw new Error(`it took the request and rejected ${rejected} data points`);
}

/** A receiver may take a part; a text that is no JSON says nothing of that. */
function rejectedOf(text: string): number {
  try {
    return Number(JSON.parse(text)?.partialSuccess?.rejectedDataPoints ?? 0);
  } catch {
    return 0;
  }
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
