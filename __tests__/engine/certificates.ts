/** Certificates made by openssl when a test needs them: no private key in the repository, and none that runs out. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SecureContext, SecureContextOptions } from 'node:tls';

export interface Pair {
  readonly key: string;
  readonly cert: string;
}

export interface Certificates {
  readonly authority: string;
  readonly good: Pair;
  readonly expired: Pair;
  readonly otherName: Pair;
  readonly selfSigned: Pair;
}

const HERE = 'subjectAltName=IP:127.0.0.1,DNS:localhost';
const AUTHORITY = `[ca]
default_ca = here
[here]
database = index
serial = serial
new_certs_dir = .
default_md = sha256
policy = any
copy_extensions = copy
unique_subject = no
[any]
commonName = supplied
`;

export function makeCertificates(): Certificates {
  const cwd = mkdtempSync(join(tmpdir(), 'tailgate-certificates-'));
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd, stdio: 'pipe' });
  const newKey = (name: string) => [
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:prime256v1',
    '-nodes',
    '-keyout',
    `${name}.key`,
    '-subj',
    `/CN=${name}`,
  ];
  const pair = (name: string): Pair => ({
    key: readFileSync(join(cwd, `${name}.key`), 'utf8'),
    cert: readFileSync(join(cwd, `${name}.pem`), 'utf8'),
  });
  const signed = (name: string, altName: string, start: string, end: string): Pair => {
    openssl('req', '-new', ...newKey(name), '-addext', altName, '-out', `${name}.csr`);
    const by = ['-config', 'config', '-cert', 'authority.pem', '-keyfile', 'authority.key'];
    openssl(
      'ca',
      '-batch',
      '-notext',
      ...by,
      '-in',
      `${name}.csr`,
      '-out',
      `${name}.pem`,
      '-startdate',
      start,
      '-enddate',
      end,
    );
    return pair(name);
  };
  try {
    writeFileSync(join(cwd, 'config'), AUTHORITY);
    writeFileSync(join(cwd, 'index'), '');
    writeFileSync(join(cwd, 'serial'), '01\n');
    openssl('req', '-x509', '-days', '30', ...newKey('authority'), '-out', 'authority.pem');
    openssl(
      'req',
      '-x509',
      '-days',
      '30',
      ...newKey('selfsigned'),
      '-addext',
      HERE,
      '-out',
      'selfsigned.pem',
    );
    return {
      authority: pair('authority').cert,
      good: signed('good', HERE, '20200101000000Z', '20991231000000Z'),
      expired: signed('expired', HERE, '20200101000000Z', '20200201000000Z'),
      otherName: signed(
        'other',
        'subjectAltName=DNS:elsewhere.example',
        '20200101000000Z',
        '20991231000000Z',
      ),
      selfSigned: pair('selfsigned'),
    };
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
}

interface Tls {
  createSecureContext(options?: SecureContextOptions): SecureContext;
}

/**
 * Has this process trust an authority as if the machine did; NODE_EXTRA_CA_CERTS is read at the start of a process
 * only.
 * @returns takes the trust away again
 */
export function trust(authority: string): () => void {
  const tls = createRequire(import.meta.url)('node:tls') as Tls;
  const { createSecureContext } = tls;
  tls.createSecureContext = (options) => {
    const made = createSecureContext(options);
    (made.context as { addCACert(pem: string): void }).addCACert(authority);
    return made;
  };
  return () => {
    tls.createSecureContext = createSecureContext;
  };
}
