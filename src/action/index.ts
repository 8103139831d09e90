import { EXIT } from '../exit-codes.ts';
import { explainUnloadable } from '../unloadable.ts';

// It would have the token sent to whoever shows any certificate. An authority of one's own is named by
// NODE_EXTRA_CA_CERTS.
delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;

/** As the toolkit writes an error, which may be what can't be loaded. */
function fail(error: unknown): never {
  const text = explainUnloadable(error, process).replaceAll('%', '%25').replaceAll(/\r?\n/g, '%0A');
  process.stdout.write(`::error title=Tailgate%3A bug::${text}\n`);
  process.exit(EXIT.bug);
}

// Loaded on the way and into this very file, so that somebody is there to tell what fails meanwhile. Not by a top-level
// await, for which the bundle would have to do more before it comes to this.
process.once('uncaughtException', fail);
import('./step.ts' /* webpackMode: "eager" */).then(({ runStep }) => {
  process.off('uncaughtException', fail);
  return runStep();
}, fail);
