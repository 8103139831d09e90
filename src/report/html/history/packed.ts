/** Columns of whole numbers as short texts: a history's page holds some hundred thousand of them. */

/** Differences from the one before, with commas between; where nothing is known, nothing stands. */
export function pack(values: readonly (number | null)[]): string {
  let last = 0;
  return values
    .map((value) => {
      if (value === null) return '';
      const difference = value - last;
      last = value;
      return String(difference);
    })
    .join(',');
}

export function unpack(text: string): (number | null)[] {
  let last = 0;
  return text.split(',').map((difference) => {
    if (difference === '') return null;
    last += Number(difference);
    return last;
  });
}

/** Figures with three significant digits, as whole numbers of 10 ** power. */
export interface PackedFigures {
  readonly power: number;
  readonly packed: string;
}

const DIGITS = 3;

export function packFigures(figures: readonly (number | null)[]): PackedFigures {
  const short = figures.map((value) => (value === null ? null : Number(value.toPrecision(DIGITS))));
  const sizes = short.flatMap((value) => (value ? [Math.floor(Math.log10(Math.abs(value)))] : []));
  // A figure that is far below the others is nothing that a picture shows to the last digit.
  const power = sizes.length === 0 ? 0 : Math.max(Math.min(...sizes), Math.max(...sizes) - 3) - DIGITS + 1;
  const scale = 10 ** -power;
  return { power, packed: pack(short.map((value) => (value === null ? null : Math.round(value * scale)))) };
}

export function unpackFigures({ power, packed }: PackedFigures): (number | null)[] {
  return unpack(packed).map((value) => (value === null ? null : Number(`${value}e${power}`)));
}
