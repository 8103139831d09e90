/** A condition of the run under its label; in words and for no medium yet. */
export interface Fact {
  readonly label: string;
  readonly value: string;
  /** True for data to be set as code, false for words. */
  readonly data: boolean;
}

export function words(label: string, value: string | null): Fact | null {
  return value === null ? null : { label, value, data: false };
}

export function data(label: string, value: string | null): Fact | null {
  return value === null ? null : { label, value, data: true };
}
