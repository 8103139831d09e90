import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * A certificate authority of one's own and a certificate for 127.0.0.1 and localhost, valid for a day.
 * @returns {{caFile: string, tls: {key: string, cert: string, ca: string}, remove: () => void} | null} null where the
 *   machine has no openssl
 */
export function makeCertificates() {
  const directory = mkdtempSync(join(tmpdir(), 'tailgate-ca-'));
  const at = (name) => join(directory, name);
  const openssl = (...args) => execFileSync('openssl', args, { stdio: ['ignore', 'ignore', 'ignore'] });
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  try {
    openssl(
      'req',
      '-x509',
      ...key,
      '-days',
      '1',
      '-subj',
      '/CN=bench authority',
      '-keyout',
      at('ca.key'),
      '-out',
      at('ca.pem'),
    );
    openssl('req', ...key, '-subj', '/CN=localhost', '-keyout', at('key.pem'), '-out', at('request.pem'));
    writeFileSync(at('names'), 'subjectAltName=DNS:localhost,IP:127.0.0.1\n');
    const signing = ['-CA', at('ca.pem'), '-CAkey', at('ca.key'), '-CAcreateserial', '-extfile', at('names')];
    openssl('x509', '-req', '-days', '1', '-in', at('request.pem'), ...signing, '-out', at('cert.pem'));
  } catch {
    rmSync(directory, { recursive: true, force: true });
    return null;
  }
  const read = (name) => readFileSync(at(name), 'utf8');
  return {
    caFile: at('ca.pem'),
    tls: { key: read('key.pem'), cert: read('cert.pem'), ca: read('ca.pem') },
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}
