import { createHash } from 'node:crypto';
import { familyPartsOf, type MeasurementId } from '../../config/measurement-id.ts';

const LONGEST_NAME = 60;
const LONGEST_JOB = 20;

/**
 * Name of the history that a measurement's runs belong to: readable, and one for each measurement, so that two jobs
 * never mix their figures: `shop-1a2b3c4d-measure-5e6f`, and without a job the family's.
 */
export function suiteOf(id: MeasurementId): string {
  if (id.ownKey !== '' || id.job === null) return familyOf(id);
  return `${familyOf(id)}-${slugOf(id.job, LONGEST_JOB) || 'job'}-${hash(id.job).slice(0, 4)}`;
}

/** The history of a comment-key, whichever file and job it is set for. */
export function keyedSuiteOf(name: string, ownKey: string): string {
  return familyOf({ name, ownKey, configFile: '', matrix: {}, job: null });
}

/** What the names of all histories of one scenario and file begin with, whichever jobs recorded them. */
export function familyOf(id: MeasurementId): string {
  const parts = JSON.stringify(familyPartsOf(id));
  return `${slugOf(id.name, LONGEST_NAME) || 'suite'}-${hash(parts).slice(0, 8)}`;
}

/**
 * The history to compare with: the measurement's own where it is there, else the only one of its family, as that of the
 * nights for a pull request; null where there are several, and nobody knows which is meant.
 */
export function chooseSuite(id: MeasurementId, there: readonly string[]): string | null {
  const own = suiteOf(id);
  const others = othersOf(id, there);
  if (there.includes(own) || others.length === 0) return own;
  return others.length === 1 ? (others[0] ?? null) : null;
}

/** The family's histories but the measurement's own. */
export function othersOf(id: MeasurementId, there: readonly string[]): readonly string[] {
  if (id.ownKey !== '') return [];
  const [own, family] = [suiteOf(id), familyOf(id)];
  return there.filter((suite) => suite !== own && (suite === family || suite.startsWith(`${family}-`)));
}

function slugOf(text: string, longest: number): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, longest)
    .replace(/^-+|-+$/g, '');
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
