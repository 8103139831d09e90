import type { MeasurementId } from '../src/config/measurement-id.ts';

/** A measurement of tailgate.yml that nothing but its scenario's name tells from others. */
export function idOf(name: string, more: Partial<MeasurementId> = {}): MeasurementId {
  return { name, ownKey: '', configFile: 'tailgate.yml', matrix: {}, job: null, ...more };
}
