import { command } from './in-process.ts';
import { readFileSync } from 'node:fs';
test('x', async () => {
  const r = await command('/tmp/i1', ['init', '--from', process.env.FROM ?? '', ...(process.env.MORE ? process.env.MORE.split(' ') : [])]);
  console.log(r.out, r.err);
  console.log(readFileSync('/tmp/i1/tailgate.yml', 'utf8'));
});
