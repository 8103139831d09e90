import { parseTable } from '../data/parse-table.ts';
import { takeFile } from '../data/take-file.ts';
import type { GivenFiles } from '../files.ts';
import type { DataTable } from '../scenario.ts';
import type { DataConfig } from '../schema/data-schema.ts';
import type { Source } from '../yaml/source.ts';
import { refuseTaken } from './names.ts';
import { Tables } from './tables.ts';

/** Reads the rows of all data that the file names. Throws ConfigurationError. */
export function compileData(config: DataConfig, files: GivenFiles, source: Source): Tables {
  const tables = Object.entries(config).map(([name, { file, take }]): [string, DataTable] => {
    const path = ['scenario', 'data', name];
    refuseTaken(name, source.place(path));
    const text = takeFile(file, files.texts, source.place([...path, 'file']));
    return [name, { name, take, ...parseTable(text, file) }];
  });
  return new Tables(new Map(tables));
}
