import { EXIT } from '../exit-codes.ts';
import { explainUnloadable } from '../unloadable.ts';

function fail(error: unknown): never {
  process.stderr.write(`tailgate: ${explainUnloadable(error, process)}\n`);
  process.exit(EXIT.bug);
}

// Loaded on the way and into this very file, so that somebody is there to tell what fails meanwhile.
process.once('uncaughtException', fail);
const { runProcess } = await import('./terminal-process.ts' /* webpackMode: "eager" */).catch(fail);
process.off('uncaughtException', fail);
await runProcess();
