/** A record must never land between other people's files, such as on a branch with code. */
import { clean, truncate } from '../../../report/escape.ts';
import type { GitHub } from '../client.ts';
import { type DataBranch, namesAtTop } from './branch.ts';

/** The branch holds something else than a history. */
export class NotAHistory extends Error {
  constructor(name: string) {
    super(
      `it contains other things (“${truncate(clean(name), 60)}”), and the history is only written to a separate branch. Choose one with ` +
        'the input history-branch, such as tailgate-history',
    );
  }
}

/** Histories of any format, and what explains or configures a branch without being its content. */
const ALLOWED = /^(v\d+|\..*|(readme|licen[cs]e)(\.\w+)?)$/i;

/** Throws `Foreign` where the tree, that of the branch's tip, shows that the branch is no history's. */
export async function refuseOtherBranch(github: GitHub, place: DataBranch, tree: string): Promise<void> {
  const foreign = (await namesAtTop(github, place, tree)).find((name) => !ALLOWED.test(name));
  if (foreign !== undefined) throw new NotAHistory(foreign);
}
