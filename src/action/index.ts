import { EXIT } from '../exit-codes.ts';
import { explainUnloadable } from '../unloadable.ts';

/** As the toolkit writes an error, which may be what can't be loaded. */
function fail(error: unknown): never {
  const text = explainUnloadable(error, process).replaceAll('%', '%25').replaceAll(/\r?\n/g, '%0A');
  process.stdout.write(`::error title=Tailgate%3A bug::${text}\n`);
  process.exit(EXIT.bug);
}

// Loaded on the way and into this very file, so that somebody is there to tell what fails meanwhile.
process.once('uncaughtException', fail);
const { runStep } = await import('./step.ts' /* webpackMode: "eager" */).catch(fail);
process.off('uncaughtException', fail);
await runStep();
