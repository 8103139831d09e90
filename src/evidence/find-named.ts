import type { Figures, Measurement } from './measurement.ts';

/** What there is by the name of a request or a flow. Names are the user's words, and `constructor` is one. */
export function findNamed<Of>(
  {
    endpoints,
    flows = {},
  }: { readonly endpoints: Readonly<Record<string, Of>>; readonly flows?: Readonly<Record<string, Of>> },
  name: string,
): Of | undefined {
  return [endpoints, flows].find((named) => Object.hasOwn(named, name))?.[name];
}

/** The same in a measurement. */
export function figuresNamed(
  { endpoints, flows = [] }: Pick<Measurement, 'endpoints' | 'flows'>,
  name: string,
): Figures | undefined {
  return [...endpoints, ...flows].find((one) => one.name === name)?.figures;
}
