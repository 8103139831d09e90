import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One session to a line, so that a bench that was stopped goes on where it was. */
export function openSessions(folder) {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'sessions.jsonl');
  const read = () =>
    existsSync(file)
      ? readFileSync(file, 'utf8')
          .split('\n')
          .flatMap((line) => parse(line) ?? [])
      : [];
  // A line that was cut off must not swallow the one that follows.
  if (existsSync(file) && !/(^|\n)$/.test(readFileSync(file, 'utf8'))) appendFileSync(file, '\n');
  return { file, read, add: (session) => appendFileSync(file, `${JSON.stringify(session)}\n`) };
}

/** A line that was cut off when the bench was stopped is a session that was not measured. */
function parse(line) {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
