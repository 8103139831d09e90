import { ConfigurationError, type Place } from '../configuration-error.ts';
import { compileTemplate, type TemplateScope } from '../scenario/compile-template.ts';
import { SHORTEST_SECRET } from '../secrets/find-secrets.ts';
import type { Template } from '../template.ts';
import { listWords, showValue } from '../wording/show-value.ts';
import type { ProbeSource } from './probe.ts';

const SCHEMES = {
  http: { pattern: /^https?:$/, example: 'http://127.0.0.1:9090 or {{target}}/metrics' },
  postgres: { pattern: /^postgres(?:ql)?:$/, example: 'postgres://user:password@127.0.0.1:5432/database' },
} as const;

/** Stands for the URL of either side, which need not be known yet. */
const STAND_IN = 'http://target.invalid';

/** A probe's URL, checked as far as it can be; its password is a secret. Throws ConfigurationError. */
export function compileProbeUrl(
  text: string,
  scope: TemplateScope,
  scheme: keyof typeof SCHEMES,
  place: Place,
): Template {
  const template = compileTemplate(text, scope, { values: 'none', literals: 'none' }, place);
  const written = template.map((part) => (typeof part === 'string' ? part : STAND_IN)).join('');
  const { pattern, example } = SCHEMES[scheme];
  // What it says may come from the environment: only what the file has is shown.
  const refuse = (why: string) => new ConfigurationError(`${showValue(text)} ${why}`, place);
  if (!URL.canParse(written) || /[\s\\]/.test(written))
    throw refuse(`is not a URL: write one such as ${example}`);
  const { protocol, username, password, hostname } = new URL(written);
  if (!pattern.test(protocol))
    throw refuse(`has a scheme that is not supported here: write one such as ${example}`);
  if (hostname === '') throw refuse(`names no host: write one such as ${example}`);
  if (scheme === 'http' && (username !== '' || password !== '')) {
    throw new ConfigurationError(
      'has a user name or password in it: remove it, and send it with headers',
      place,
    );
  }
  if (scheme === 'postgres') checkParameters(new URL(written), refuse);
  for (const secret of [password, safelyDecoded(password)]) {
    if (secret.length >= SHORTEST_SECRET) scope.secrets.add(secret);
  }
  return template;
}

const SSL_MODES = ['disable', 'require', 'verify-ca', 'verify-full', 'no-verify'];

/** Other parameters would lead elsewhere, or name files of this machine. */
function checkParameters({ searchParams, username, pathname }: URL, refuse: (why: string) => Error): void {
  const other = [...searchParams.keys()].find((key) => key !== 'sslmode');
  if (other !== undefined) throw refuse(`has the parameter ${showValue(other)}: only sslmode is allowed`);
  const mode = searchParams.get('sslmode');
  if (mode !== null && !SSL_MODES.includes(mode))
    throw refuse(`has an sslmode that is none of ${listWords(SSL_MODES)}`);
  for (const part of [username, pathname]) {
    if (part !== '' && safelyDecoded(part) === '')
      throw refuse('contains a % that is not part of an escape: write %25');
  }
}

function safelyDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}

/** Whether it is read where the side itself is, so that either side has a place of its own. */
export function leadsToTarget(source: ProbeSource): boolean {
  return 'url' in source && source.url.some((part) => typeof part !== 'string');
}
