/** What people are told of a step of a search: `320/s`, or `12 connections`. */
export function stepName(of: 'connections' | 'rate', load: number): string {
  return of === 'rate' ? `${load}/s` : `${load} ${load === 1 ? 'connection' : 'connections'}`;
}
