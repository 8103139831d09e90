import type { PreviewOptions } from './start.mjs';

export class FlagError extends Error {}
export function parseFlags(args: string[]): PreviewOptions;
