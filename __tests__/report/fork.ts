/** A result as a fork's own run leaves it behind, published by the job that has rights. */
import type { Language } from '../../src/config/language.ts';
import type { Result } from '../../src/evidence/result/schema.ts';
import { readUntrustedResult } from '../../src/evidence/untrusted-result.ts';
import { type ForkRun, publishFork } from '../../src/report/fork-publication.ts';
import type { Publication, Report } from '../../src/report/report.ts';
import { toResult } from '../../src/report/result.ts';

export const FORK_RUN: ForkRun = {
  headSha: 'd1a0fe57c4b83926e1f70a5d8c2b4e6f9a7c3d15',
  url: 'https://github.com/acme/houses/actions/runs/57',
  version: '0.1.0',
  now: '2026-11-02T09:12:00.000Z',
};

const READ = new WeakMap<Report, Result>();

/** Through the file and the checks that are made of it. */
export function forkResult(report: Report): Result {
  const known = READ.get(report);
  if (known) return known;
  const result = readUntrustedResult(JSON.stringify(toResult(report)));
  READ.set(report, result);
  return result;
}

export function publishedFork(report: Report, language: Language = 'en'): Publication {
  return publishFork(forkResult(report), { ...FORK_RUN, language });
}
