import { z } from 'zod';
import { ConfigurationError } from './configuration-error.ts';
import { explainProfile, isProfileName } from './load/profiles.ts';
import { POLICIES } from './policy.ts';
import { reading } from './schema/schema-parts.ts';
import { parseDuration } from './units.ts';
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

/** Ms; null where the fallback is empty and nothing is set. */
function durationOr(fallback: string, from: string, to: string) {
  return text().transform(
    reading((written: string): number | null => {
      const chosen = written || fallback;
      if (chosen === '') return null;
      const ms = parseDuration(chosen);
      if (ms >= parseDuration(from) && ms <= parseDuration(to)) return ms;
      throw new ConfigurationError(
        `${showValue(chosen)} is out of range: write at least ${from} and at most ${to}`,
      );
    }),
  );
}

function wholeOr(fallback: string, most: number) {
  return text().transform(
    reading((written: string): number => {
      const chosen = written || fallback;
      const value = /^[0-9]{1,16}$/.test(chosen) ? Number(chosen) : 0;
      if (value >= 1 && value <= most) return value;
      throw new ConfigurationError(
        `${showValue(chosen)} does not fit: write a whole number from 1 to ${most}`,
      );
    }),
  );
}

/** The action's inputs, under the names that the user types, so that a message can name them. */
export const inputsSchema = z.object({
  config: text(),
  'target-url': text(),
  'base-url': text(),
  /** Pattern of environments in which the target is looked for; empty: any but production. */
  environment: text(),
  /** How long is waited for the target, in ms; null: as long as each wait usually takes. */
  'target-timeout': durationOr('', '1s', '2h'),
  'allowed-hosts': text(),
  'allow-private-hosts': choiceOr('false', ['true', 'false']),
  'allow-production': choiceOr('false', ['true', 'false']),
  'max-connections': wholeOr('1000', 100_000),
  'max-duration': durationOr('1h', '1s', '24h').transform((ms) => ms ?? Number.POSITIVE_INFINITY),
  'max-requests': wholeOr('20000000', Number.MAX_SAFE_INTEGER),
  profile: text().refine((name) => name === '' || isProfileName(name), {
    error: (issue) => explainProfile(String(issue.input)),
  }),
  baseline: text(),
  /** Empty: what the event calls for. */
  policy: choiceOr('', [...POLICIES, '']),
  'history-branch': text()
    .transform((name) => name || 'tailgate-history')
    .refine(isBranchName, {
      error: (issue) =>
        `${showValue(issue.input)} is no branch's name: use letters, digits, and . _ - / between them, such as tailgate-history`,
    }),
  token: text(),
  comment: choiceOr('always', ['always', 'changes', 'never']),
  'comment-key': text().refine((key) => /^[\w ./-]{0,60}$/.test(key) && !key.includes('--'), {
    error: (issue) =>
      `${showValue(issue.input)} is not allowed: use at most 60 letters, digits, blanks, and . _ / - (not two - in a row)`,
  }),
  'check-run': choiceOr('false', ['true', 'false']).transform((word) => word === 'true'),
  /** Name of an artifact to publish in place of measuring; empty: measure. */
  'publish-artifact': text().refine((name) => /^[^"<>:|*?\\/\r\n]{0,200}$/.test(name), {
    error: (issue) =>
      `${showValue(issue.input)} is no artifact's name: use at most 200 characters, and none of " < > : | * ? \\ /`,
  }),
  /** Empty: what the event calls for (`fail` for releases and tags, else `neutral`). */
  'on-inconclusive': choiceOr('', ['fail', 'neutral', '']),
  'on-invalid': choiceOr('fail', ['fail', 'neutral']),
});

export type Inputs = z.infer<typeof inputsSchema>;

/** Of the names that git allows, those that nobody has to quote. */
function isBranchName(name: string): boolean {
  return /^\w[\w.-]*(\/\w[\w.-]*)*$/.test(name) && name.length <= 100 && !/\.\.|\.lock(\/|$)|\.$/.test(name);
}

/** Reads the inputs as the runner hands them over (name → text). Throws ConfigurationError naming the input. */
export function parseInputs(raw: Readonly<Record<string, string>>): Inputs {
  const read = inputsSchema.safeParse(raw);
  if (read.success) return read.data;
  const [first] = read.error.issues;
  throw new ConfigurationError(first?.message ?? 'does not fit', {
    key: `input ${first?.path.join('.') ?? ''}`,
  });
}
