#!/usr/bin/env node
import { codeOfError, EXIT } from '../exit-codes.ts';
import { explainUnloadable } from '../unloadable.ts';

// Certificates are verified. An authority of one's own is named by NODE_EXTRA_CA_CERTS.
delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;

function fail(error: unknown): never {
  process.stderr.write(`tailgate: ${explainUnloadable(error, process)}\n`);
  process.exit(codeOfError(process.argv[2], EXIT.bug));
}

// Loaded on the way and into this very file, so that somebody is there to tell what fails meanwhile. Not by a top-level
// await, for which the bundle would have to do more before it comes to this.
process.once('uncaughtException', fail);
import('./terminal-process.ts' /* webpackMode: "eager" */).then(({ runProcess }) => {
  process.off('uncaughtException', fail);
  return runProcess();
}, fail);
