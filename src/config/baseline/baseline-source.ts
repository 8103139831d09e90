import { ConfigurationError, type Place } from '../configuration-error.ts';
import { showValue } from '../wording/show-value.ts';

/** Where the baseline's figures come from, as written in `baseline:`. */
export type BaselineSource = FileSource | HistorySource;

export interface FileSource {
  readonly kind: 'file';
  /** Path as the user wrote it, relative to the workspace. */
  readonly file: string;
  /** What follows `#`: an anchor, or words of a heading; null takes the only run there is. */
  readonly section: string | null;
  /** The whole as written, for messages. */
  readonly written: string;
}

/** The recorded runs of the same scenario. */
export interface HistorySource {
  readonly kind: 'history';
  /** A release's tag, or a commit's first 7 digits or more: the history up to that run. Null takes all of it. */
  readonly ref: string | null;
  readonly written: string;
}

/**
 * Reads `FILE[#section]`, `history` or `history@REF`. `within: 'workspace'` is for what a repository says of itself: no
 * absolute path, and none that leaves the workspace by `..` (links are the door's to check). `within: 'anywhere'` is
 * for what somebody typed in their own terminal. A file named history is `./history`. Throws ConfigurationError.
 */
export function parseBaselineSource(
  text: string,
  place: Place,
  within: 'workspace' | 'anywhere',
): BaselineSource {
  const written = text.trim();
  const refuse = (why: string) => new ConfigurationError(`${showValue(written)} ${why}`, place);
  if (hasControl(written)) throw refuse('has control characters in it: name a file, or write history');
  if (written === 'history') return { kind: 'history', ref: null, written };
  if (/^history[@#:]/.test(written)) return readHistory(written, refuse);
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(written)) {
    throw refuse('is a URL: name a file of the repository, such as docs/performance-report.md');
  }
  const hash = written.indexOf('#');
  const file = (hash < 0 ? written : written.slice(0, hash)).trim();
  const section = hash < 0 ? null : written.slice(hash + 1).trim();
  if (file === '') throw refuse('names no file: write FILE or FILE#section');
  if (section === '') throw refuse('has nothing after the #: name a section, or leave the # out');
  if (within === 'workspace' && leavesWorkspace(file)) {
    throw refuse("is outside the workspace: give the file's path relative to the root of the repository");
  }
  return { kind: 'file', file, section, written };
}

const LONGEST_REF = 300;

function readHistory(written: string, refuse: (why: string) => ConfigurationError): HistorySource {
  const ref = written.slice('history@'.length).trim();
  if (!written.startsWith('history@') || ref === '' || ref.length > LONGEST_REF) {
    throw refuse(
      "is not a history to compare with: write history, or history@REF with a release's tag or at least 7 digits of a commit",
    );
  }
  return { kind: 'history', ref, written };
}

function hasControl(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
  return /[\u0000-\u001f\u007f]/.test(text);
}

/** By the letters alone: absolute (also as Windows writes it), or more steps up than down. */
function leavesWorkspace(file: string): boolean {
  if (/^([/\\]|[A-Za-z]:)/.test(file)) return true;
  let depth = 0;
  for (const step of file.split(/[/\\]/)) {
    if (step === '..') depth -= 1;
    else if (step !== '' && step !== '.') depth += 1;
    if (depth < 0) return true;
  }
  return false;
}
