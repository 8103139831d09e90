import type { z } from 'zod';
import { OUT, READ_TOOLS } from '../generator.ts';

interface Written {
  readonly connections?: number | undefined;
  readonly duration?: number | undefined;
  readonly stages?: readonly { readonly rate?: unknown }[] | undefined;
  readonly rate?: number | undefined;
  readonly arrivals?: string | undefined;
  readonly saturation?: boolean | undefined;
  readonly breakpoint?: { readonly rate?: unknown } | undefined;
  readonly command?: string | undefined;
  readonly reads?: string | undefined;
  readonly deadline?: number | undefined;
  readonly runs?: number | undefined;
  readonly blocks?: number | undefined;
}

/** What a schema of single keys can't say: which of them go together. */
export function checkTogether(written: Written, context: z.RefinementCtx): void {
  const refuse = (key: string, message: string) => context.addIssue({ code: 'custom', path: [key], message });
  const { stages, arrivals, breakpoint } = written;
  if (written.command !== undefined) return checkCommand(written, refuse);
  for (const key of ['reads', 'deadline', 'runs', 'blocks'] as const)
    if (written[key] !== undefined)
      refuse(key, 'has no effect without command: write the command that generates the load, or remove it');
  if (breakpoint !== undefined) {
    for (const key of ['connections', 'stages', 'rate', 'saturation'] as const)
      if (written[key] !== undefined)
        refuse(key, "can't be combined with breakpoint, which sets the load itself: remove one of them");
  } else if (stages !== undefined) {
    for (const key of ['connections', 'duration', 'rate'] as const)
      if (written[key] !== undefined)
        refuse(key, "can't be combined with stages: write it in each of them, or remove the stages");
  } else {
    if (written.connections === undefined)
      refuse('connections', 'is missing: write a whole number from 1 to 10000, or stages');
    if (written.duration === undefined)
      refuse('duration', 'is missing: write a number and its unit, such as 2m, or stages');
  }
  if (written.saturation && breakpoint === undefined) {
    const why =
      stages !== undefined
        ? "can't be combined with stages"
        : written.rate !== undefined
          ? "can't be combined with rate: at a given rate, more connections send no more requests"
          : written.connections === 1
            ? 'needs at least 2 connections'
            : null;
    if (why !== null) refuse('saturation', `${why}; remove one of them`);
  }
  // In a closed model nothing arrives by a schedule, and an option that does nothing is a mistake.
  const parts = [written, ...(stages ?? []), breakpoint];
  if (arrivals === undefined || parts.some((part) => part?.rate !== undefined)) return;
  const beside =
    breakpoint !== undefined
      ? 'breakpoint.rate, such as { from: 50/s, to: 2000/s }'
      : stages === undefined
        ? 'one as well, such as rate: 300/s'
        : 'one in each stage';
  refuse('arrivals', `${arrivals} has no effect without rate: write ${beside}, or remove it`);
}

/** A command says by itself how hard and how long. */
function checkCommand(written: Written, refuse: (key: string, message: string) => void): void {
  const others = [
    'connections',
    'duration',
    'stages',
    'rate',
    'arrivals',
    'saturation',
    'breakpoint',
  ] as const;
  for (const key of others)
    if (written[key] !== undefined)
      refuse(key, "can't be combined with command, which sets the load itself: remove one of them");
  if (written.reads === undefined)
    refuse('reads', `is missing: write which tool's result it is, one of ${READ_TOOLS.join(', ')}`);
  if (!written.command?.includes(OUT))
    refuse(
      'command',
      `does not say where its result goes: write ${OUT} instead of the file's name, such as k6 run --summary-export ${OUT} load.js`,
    );
}
