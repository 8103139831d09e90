import { describeFailure, isAmbiguous } from './retry.ts';

/**
 * Creates something by a POST that is sent twice at most: one without a clear response may have taken effect, so what
 * it was to create is looked for before it is sent once more.
 *
 * @param create gives null where GitHub's response can't be read: then only looking can tell
 * @param unread what is thrown where neither attempt can be read and nothing is found
 */
export async function createOnce<T>(
  create: () => Promise<T | null>,
  find: () => Promise<T | undefined>,
  unread: string,
): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    let failure: unknown = new Error(unread);
    try {
      const created = await create();
      if (created) return created;
    } catch (error) {
      if (!isAmbiguous(describeFailure(error))) throw error;
      failure = error;
    }
    const there = await find();
    if (there) return there;
    if (attempt > 0) throw failure;
  }
}
