/**
 * What tells one measurement from all others: its comment, its check, its history and its files are found by this, and
 * no two have them in common unless a comment-key says so.
 */

/** Where tailgate.yml is looked for, in this order, where nobody names a file. */
export const CONFIG_PLACES = ['tailgate.yml', '.github/tailgate.yml'] as const;

/** Values of a job's matrix, by their names; empty for a job without one. */
export type MatrixValues = Readonly<Record<string, unknown>>;

export interface MeasurementId {
  /** Name of the scenario. */
  readonly name: string;
  /** The input comment-key, which takes the place of all that follows; '' where nobody set it. */
  readonly ownKey: string;
  /** Path of tailgate.yml as the user wrote it. */
  readonly configFile: string;
  readonly matrix: MatrixValues;
  /** Key of the job in its workflow file; null outside of workflows. */
  readonly job: string | null;
}

/** Texts that all runs of the measurement have in common, and no other measurement has. */
export function partsOf(id: MeasurementId): readonly string[] {
  return id.ownKey === '' ? [...familyPartsOf(id), id.job ?? ''] : familyPartsOf(id);
}

/**
 * The same but for the job: what a night's job and a pull request's job may have in common, which both measure the
 * scenario of one file.
 */
export function familyPartsOf({ name, ownKey, configFile, matrix }: MeasurementId): readonly string[] {
  return ownKey === '' ? [name, '', plainPath(configFile), writeMatrix(matrix)] : [name, ownKey];
}

/**
 * What stands beside the scenario's name wherever measurements are told apart: the comment-key, else the file where it
 * is not in its usual place, and the job. '' where there is nothing.
 */
export function labelOf({ ownKey, configFile, matrix, job }: MeasurementId): string {
  if (ownKey !== '') return ownKey;
  const file = plainPath(configFile);
  const isUsual = CONFIG_PLACES.some((place) => place === file);
  return [isUsual ? '' : file, nameJob(job, matrix)].filter(Boolean).join(' · ');
}

/** As GitHub lists it: `gate`, or `gate (eu, 20)` for one of a matrix; '' where there is neither. */
export function nameJob(job: string | null, matrix: MatrixValues): string {
  const values = Object.values(matrix).map((value) =>
    typeof value === 'object' ? writeValue(value) : `${value}`,
  );
  return [job, values.length === 0 ? '' : `(${values.join(', ')})`].filter(Boolean).join(' ');
}

/** `./a//b.yml` is `a/b.yml`. */
export function plainPath(path: string): string {
  return path
    .replaceAll('\\', '/')
    .split('/')
    .filter((part, i) => part !== '.' && (part !== '' || i === 0))
    .join('/');
}

function writeMatrix(matrix: MatrixValues): string {
  return Object.keys(matrix).length === 0 ? '' : writeValue(matrix);
}

/** As JSON with its keys in order: the workflow may list them anew. */
function writeValue(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(writeValue).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, one]) => `${JSON.stringify(key)}:${writeValue(one)}`).join(',')}}`;
}
