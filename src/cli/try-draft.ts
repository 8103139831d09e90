import type { Draft } from '../config/start/draft.ts';
import type { Terminal } from './terminal.ts';

interface Trying {
  readonly name: string;
  readonly url: string;
  readonly terminal: Terminal;
  readonly flags: { readonly 'allow-private-hosts': boolean };
}

export async function tryDraft(draft: Draft, _: Trying): Promise<{ draft: Draft; changes: string[] }> {
  return { draft, changes: [] };
}
