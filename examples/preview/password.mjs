import { createHash, randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify(scrypt);

/**
 * @param {string} password
 * @returns {Promise<string>} salt and key, base64, separated by a full stop
 */
export async function hashPassword(password) {
  const salt = randomBytes(16);
  const key = await derive(password, salt, 32);
  return `${salt.toString('base64')}.${key.toString('base64')}`;
}

/**
 * Remembers what it has verified last: the accounts that were seeded have one password and one hash, and to derive the
 * key takes some 50 ms of a processor, ten thousand times.
 * @returns {(password: string, hash: string) => Promise<boolean>} hash as hashPassword gives it
 */
export function createVerifier() {
  let verified = '';
  return async (password, hash) => {
    const digest = `${hash} ${createHash('sha256').update(password).digest('base64')}`;
    if (digest === verified) return true;
    const matches = await matchesPassword(password, hash);
    if (matches) verified = digest;
    return matches;
  };
}

async function matchesPassword(password, hash) {
  const [salt = '', key = ''] = hash.split('.').map((part) => Buffer.from(part, 'base64'));
  return timingSafeEqual(await derive(password, salt, key.length), key);
}
