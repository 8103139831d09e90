/** What people are told of a stage: its name, or `stage 2`. @param index from 0 */
export function stageName(name: string | null, index: number): string {
  return name ?? `stage ${index + 1}`;
}
