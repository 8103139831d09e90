import { randomUUID } from 'node:crypto';
import * as core from '@actions/core';
import { SHORTEST_CAPTURE } from '../config/secrets/redact.ts';
import { clean } from '../report/escape.ts';

/** Prints text that a response or a pull request had a part in: the runner takes no workflow commands from it. */
export function sayUntrusted(text: string): void {
  const end = randomUUID();
  core.info(`::stop-commands::${end}`);
  core.info(text);
  core.info(`::${end}::`);
}

/** Something that has to be seen whatever the verdict, such as an environment that is left as it should not be. */
export function sayTrouble(text: string): void {
  core.error(clean(text), { title: 'Tailgate: fault on purpose' });
}

/** Masks a value that a response gave, such as a token, in everything printed from now on. */
export function maskCapture(value: string): void {
  if (value.trim().length >= SHORTEST_CAPTURE) core.setSecret(value);
}
