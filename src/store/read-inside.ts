import { readFile, realpath, stat } from 'node:fs/promises';
import { isAbsolute, parse, relative, resolve, sep } from 'node:path';
import { ConfigurationError } from '../config/configuration-error.ts';
import { decodeFile, type OldEncodings } from './decode-file.ts';

/** Configurations and reports take kilobytes; their parsers say more exactly what they take. */
const MAX_BYTES = 8 * 1024 * 1024;

/**
 * Text of a file that somebody named in their own terminal; null where there is no such file. Throws
 * ConfigurationError.
 */
export function readAnywhere(
  folder: string,
  path: string,
  old: OldEncodings = 'read',
  maxBytes = MAX_BYTES,
): Promise<string | null> {
  return readWithin(parse(resolve(folder)).root, resolve(folder, path), { shown: path, old, maxBytes });
}

/**
 * Text of a file the user named, wherever its symbolic links lead inside `root`; null where there is no such file. What
 * lies outside is refused: a pull request may bring a link to a file of the runner's, and reports quote what they read.
 * Throws ConfigurationError.
 */
export function readInside(
  root: string,
  path: string,
  old: OldEncodings = 'read',
  maxBytes = MAX_BYTES,
): Promise<string | null> {
  return readWithin(root, path, { shown: path, old, maxBytes });
}

/**
 * The same of a file that a configuration names to be sent: hidden ones are refused, wherever a link leads, for they
 * hold what belongs to no service, such as the token that a checkout leaves in .git. So are credentials that a step
 * before left under a name that is known for them. Throws ConfigurationError.
 */
export function readBytesInside(root: string, path: string, maxBytes: number): Promise<Uint8Array | null> {
  return readRaw(root, path, { shown: path, maxBytes, isSent: true });
}

interface Reading {
  /** The path as it was typed. */
  readonly shown: string;
  readonly maxBytes?: number;
  /** Whether what it holds goes to a service. */
  readonly isSent?: boolean;
}

async function readWithin(
  root: string,
  path: string,
  { old, ...reading }: Reading & { readonly old: OldEncodings },
): Promise<string | null> {
  const bytes = await readRaw(root, path, reading);
  return bytes === null ? null : decodeFile(bytes, reading.shown, old);
}

async function readRaw(
  root: string,
  path: string,
  { shown, maxBytes = MAX_BYTES, isSent = false }: Reading,
): Promise<Uint8Array | null> {
  const real = await realpath(resolve(root, path)).catch(refuse(shown));
  if (real === null) return null;
  const realRoot = await realpath(root);
  if (!isWithin(realRoot, real)) {
    throw new ConfigurationError('is outside the workspace, and only files inside it are read', {
      file: shown,
    });
  }
  if (isSent && isSecret(relative(realRoot, real))) {
    throw new ConfigurationError(
      'is a hidden file or contains credentials, and such files are never sent: use another one',
      {
        file: shown,
      },
    );
  }
  const found = await stat(real);
  if (!found.isFile()) throw new ConfigurationError('is not a file', { file: shown });
  if (found.size > maxBytes) {
    const allowed = maxBytes / 1024 / 1024;
    throw new ConfigurationError(`has ${found.size} bytes; at most ${allowed} MiB are read`, { file: shown });
  }
  return readFile(real).catch(refuse(shown));
}

/** `gha-creds-….json` is what signing in to Google's cloud leaves in the workspace. */
function isSecret(path: string): boolean {
  return path.split(sep).some((name) => name.startsWith('.') || /^gha-creds-.*\.json$/.test(name));
}

function isWithin(root: string, path: string): boolean {
  const way = relative(root, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/** A file that isn't there is the caller's to judge; any other reason is named. */
function refuse(path: string): (error: NodeJS.ErrnoException) => null {
  return (error) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null;
    throw new ConfigurationError(`can't be read (${error.code ?? error.message})`, { file: path });
  };
}
