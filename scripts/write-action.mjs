// The inputs and outputs of action.yml, from src/config/options.ts and outputs.ts. Needs lib/ (npm run build).
import { readFileSync, writeFileSync } from 'node:fs';
import { declareIn } from '../lib/config/action-yml.js';

const file = new URL('../action.yml', import.meta.url);
writeFileSync(file, declareIn(readFileSync(file, 'utf8')));
