import { writeNamed } from '../store/write-named.ts';
import type { Terminal } from './terminal.ts';

/** Writes what was printed already, for programs. Where it can't be written, that is told, and the outcome stays. */
export function writeFigures(file: string, content: object, terminal: Pick<Terminal, 'err'>): Promise<void> {
  return writeText(file, `${JSON.stringify(content, null, 2)}\n`, terminal);
}

/** The same for people. */
export function writeText(file: string, text: string, terminal: Pick<Terminal, 'err'>): Promise<void> {
  return writeAndTell(file, terminal, () => writeNamed(file, text));
}

/** Whatever it is that writes it. */
export async function writeAndTell(
  file: string,
  terminal: Pick<Terminal, 'err'>,
  write: (file: string) => Promise<void>,
): Promise<void> {
  try {
    await write(file);
    terminal.err(`wrote ${file}\n`);
  } catch (error) {
    terminal.err(
      `tailgate: ${file} could not be written: ${error instanceof Error ? error.message : error}\n`,
    );
  }
}
