import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
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
 * @param {string} password
 * @param {string} hash as hashPassword gives it
 * @returns {Promise<boolean>}
 */
export async function matchesPassword(password, hash) {
  const [salt = '', key = ''] = hash.split('.').map((part) => Buffer.from(part, 'base64'));
  return timingSafeEqual(await derive(password, salt, key.length), key);
}
