import { z } from 'zod';
import { ConfigurationError } from './configuration-error.ts';
import { explainProfile, isProfileName } from './profiles.ts';
import { listWords, showValue } from './wording/show-value.ts';

const text = () => z.string().trim().default('');

function choice<const T extends readonly [string, ...string[]]>(allowed: T) {
  const named = allowed.filter((word) => word !== '');
  return z.enum(allowed, {
    error: (issue) => `${showValue(issue.input)} is not allowed: use ${listWords(named)}`,
  });
}

/** Empty means the default (prefault), as the runner sends it for an input that nobody set. */
function choiceOr<const T extends readonly [string, ...string[]]>(fallback: T[number], allowed: T) {
  return z.preprocess(
    (raw) => (typeof raw === 'string' && raw.trim() !== '' ? raw.trim() : fallback),
    choice(allowed),
  );
}

/** The action's inputs, under the names that the user types, so that a message can name them. */
export const inputsSchema = z.object({
  config: text(),
  'target-url': text(),
  'base-url': text(),
  profile: text().refine((name) => name === '' || isProfileName(name), {
    error: (issue) => explainProfile(String(issue.input)),
  }),
  baseline: text(),
  token: text(),
  comment: choiceOr('always', ['always', 'never']),
  'comment-key': text().refine((key) => /^[\w ./-]{0,60}$/.test(key) && !key.includes('--'), {
    error: (issue) =>
      `${showValue(issue.input)} is not allowed: use at most 60 letters, digits, blanks, and . _ / - (not two - in a row)`,
  }),
  /** Empty: what the event calls for (`fail` for releases and tags, else `neutral`). */
  'on-inconclusive': choiceOr('', ['fail', 'neutral', '']),
  'on-invalid': choiceOr('fail', ['fail', 'neutral']),
});

export type Inputs = z.infer<typeof inputsSchema>;

/** Reads the inputs as the runner hands them over (name → text). Throws ConfigurationError naming the input. */
export function parseInputs(raw: Readonly<Record<string, string>>): Inputs {
  const read = inputsSchema.safeParse(raw);
  if (read.success) return read.data;
  const [first] = read.error.issues;
  throw new ConfigurationError(first?.message ?? 'does not fit', {
    key: `input ${first?.path.join('.') ?? ''}`,
  });
}
