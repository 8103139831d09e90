import { ConfigurationError } from './configuration-error.ts';
import type { DurationRange } from './durations.ts';
import type { MatrixValues } from './measurement-id.ts';
import { type MeetingPlace, parseMeetingPlace } from './meeting-place.ts';
import { checkPattern } from './paths.ts';
import type { TimedCommand } from './plan.ts';
import { parseDuration } from './units.ts';
import { INVISIBLE } from './wording/invisible.ts';
import { listWords, showValue } from './wording/show-value.ts';

/**
 * An option's text → its value. Throws ConfigurationError that says what to write; whoever reads knows the door, and
 * names the input or the flag.
 */
export type Reader<T> = (written: string) => T;

export const text: Reader<string> = (written) => written.trim();

/** As it is: a file's name may begin or end with a blank. */
export const fileName: Reader<string> = (written) => written;

export function oneWordOf<const T extends string>(words: readonly T[]): Reader<T> {
  return (written) => {
    const word = words.find((known) => known === written.trim());
    if (word !== undefined) return word;
    throw new ConfigurationError(`${showValue(written)} is not allowed: use ${listWords(words)}`);
  };
}

/** Words of a few, by commas, blanks or lines; none of them, where nothing is written. */
export function wordsOf<const T extends string>(words: readonly T[]): Reader<readonly T[]> {
  return (written) => {
    const read = oneWordOf(words);
    return written
      .split(/[\s,]+/)
      .filter(Boolean)
      .map(read);
  };
}

export const trueOrFalse: Reader<boolean> = (written) => oneWordOf(['true', 'false'])(written) === 'true';

/** Ms. */
export function durationWithin({ from, to }: DurationRange): Reader<number> {
  return (written) => {
    const ms = parseDuration(written);
    if (ms >= parseDuration(from) && ms <= parseDuration(to)) return ms;
    throw new ConfigurationError(
      `${showValue(written)} is out of range: write at least ${from} and at most ${to}`,
    );
  };
}

/** Ms since 1970. */
export const instant: Reader<number> = (written) => {
  const trimmed = written.trim();
  const seconds = /^\d{9,11}(?:\.\d{1,3})?$/.test(trimmed) ? Number(trimmed) : Number.NaN;
  const isIso = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:\d\d)$/.test(trimmed);
  const ms = isIso ? Date.parse(trimmed) : Math.round(1000 * seconds);
  if (Number.isFinite(ms)) return ms;
  throw new ConfigurationError(
    `${showValue(written)} is not a point in time: write one with its time zone, such as 2026-03-01T04:00:00Z, or seconds since 1970`,
  );
};

/** `30s: docker stop db`: a moment of the load, a colon, and a command for the shell. */
export const timedCommand: Reader<TimedCommand> = (written) => {
  const [, moment = '', command = ''] = /^([^:]*):(.*)$/s.exec(written) ?? [];
  const wayOut = 'write a moment of the load, a colon and a command, such as 30s: docker stop db';
  if (command.trim() === '') throw new ConfigurationError(`has no command: ${wayOut}`);
  if (command.includes('\0'))
    throw new ConfigurationError(`contains a character that no shell accepts: ${wayOut}`);
  try {
    return { atMs: parseDuration(moment), command: command.trim() };
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    throw new ConfigurationError(`${showValue(moment.trim())} is not a moment: ${wayOut}`);
  }
};

/** Where something is sent to. Whoever may read a log would read a password in it. */
export const receiverUrl: Reader<string> = (written) => {
  const trimmed = written.trim();
  if (trimmed === '') return '';
  const url = URL.canParse(trimmed) ? new URL(trimmed) : null;
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '')
    throw new ConfigurationError(
      'is not a usable URL: write one with http:// or https:// and without a password, such as https://collector.example.com',
    );
  return url.href;
};

/** For the system's shell. */
export const shellCommand: Reader<string> = (written) => {
  const command = written.trim();
  if (command !== '' && !command.includes('\0')) return command;
  throw new ConfigurationError(
    `${showValue(written)} is not a command: write one such as npm ci && npm start`,
  );
};

export function wholeWithin(from: number, to: number): Reader<number> {
  return (written) => {
    const value = /^[0-9]{1,16}$/.test(written.trim()) ? Number(written) : Number.NaN;
    if (value >= from && value <= to) return value;
    throw new ConfigurationError(
      `${showValue(written)} does not fit: write a whole number from ${from} to ${to}`,
    );
  };
}

/** `1 vCPU, 4 vCPU`: names of columns, unlike one another. */
export const columnNames: Reader<readonly string[]> = (written) => {
  const names = written.split(',').map((name) => name.trim());
  const wayOut =
    'write a name of 1 to 40 characters for each file, with commas between, such as 1 vCPU, 4 vCPU';
  const wrong = names.find((name) => name === '' || [...name].length > 40 || name.search(INVISIBLE) >= 0);
  if (wrong !== undefined) throw new ConfigurationError(`${showValue(wrong)} is no name: ${wayOut}`);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice === undefined) return names;
  throw new ConfigurationError(
    `calls two files ${showValue(twice)}, so they could not be told apart: ${wayOut}`,
  );
};

/** JSON, as the runner writes a job's matrix; `null`, or nothing, is none. */
export const matrixValues: Reader<MatrixValues> = (written) => {
  if (written.trim() === '') return {};
  const read = parseJson(written);
  if (typeof read === 'object' && !Array.isArray(read)) return (read ?? {}) as MatrixValues;
  throw new ConfigurationError(
    `${showValue(written)} is not a matrix: leave it out, or write \${{ toJson(matrix) }}`,
  );
};

/** Undefined where it is none. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A folder, or the first shard's URL. */
export const meetingPlace: Reader<MeetingPlace> = parseMeetingPlace;

/** A commit's SHA, in full or its first digits. */
export const commitSha: Reader<string> = (written) => {
  const sha = written.trim().toLowerCase();
  if (/^[0-9a-f]{7,64}$/.test(sha)) return sha;
  throw new ConfigurationError(
    `${showValue(written)} is not a commit: write its SHA, or at least the first 7 digits of it`,
  );
};

export const fullSha: Reader<string> = (written) => {
  const sha = written.trim().toLowerCase();
  if (/^[0-9a-f]{40}([0-9a-f]{24})?$/.test(sha)) return sha;
  throw new ConfigurationError(`${showValue(written)} is not a commit: write its SHA in full, 40 digits`);
};

/** Of the names that git allows, those that nobody has to quote. */
export const branch = textLike(
  (name) =>
    /^\w[\w.-]*(\/\w[\w.-]*)*$/.test(name) && name.length <= 100 && !/\.\.|\.lock(\/|$)|\.$/.test(name),
  'is not a branch name: use letters, digits, and . _ - / between them, such as tailgate-history',
);

export const commentKeyText = textLike(
  (key) => /^[\w ./-]{0,60}$/.test(key) && !key.includes('--'),
  'is not allowed: use at most 60 letters, digits, blanks, and . _ / - (not two - in a row)',
);

export const artifact = textLike(
  (name) => /^[^"<>:|*?\\/\r\n]{0,200}$/.test(name),
  'is not an artifact name: use at most 200 characters, and none of " < > : | * ? \\ /',
);

/** Of a page that links begin with, without a slash at its end. */
export const pageAddress: Reader<string> = (written) => {
  const address = written.trim().replace(/\/+$/, '');
  if (/^https?:\/\/[\w.:-]+(\/[\w.-]+)*$/.test(address)) return address;
  throw new ConfigurationError(
    `${showValue(written)} is not the URL of a page: write it in full, such as https://github.com/acme/shop`,
  );
};

/** Git allows no control character in a tag; a record of the history holds 300 characters of it. */
export const tag = textLike(
  (tag) => tag !== '' && tag.length <= 300 && !/\p{Cc}/u.test(tag),
  'is not a tag: write the tag of the release, such as v1.2.0',
);

function textLike(fits: (text: string) => boolean, otherwise: string): Reader<string> {
  return (written) => {
    const trimmed = written.trim();
    if (fits(trimmed)) return trimmed;
    throw new ConfigurationError(`${showValue(trimmed)} ${otherwise}`);
  };
}

/** One path or pattern a line. */
export const patterns: Reader<readonly string[]> = (written) => {
  const lines = written.split(/\r?\n/).map((line) => line.trim());
  return lines.filter(Boolean).map(checkPattern);
};

/** An action at a commit: whoever owns a tag or a branch may move it. */
export const pinnedAction = textLike(
  (uses) => /^[\w.-]{1,100}\/[\w.-]{1,100}@[0-9a-f]{40}$/.test(uses),
  'is not an action at a commit: write OWNER/REPO@SHA, with all 40 digits of the SHA',
);
