import { ConfigurationError } from '../config/configuration-error.ts';
import { buildDraft } from '../config/start/build-draft.ts';
import type { Draft } from '../config/start/draft.ts';
import { LineReader, recogniseLines } from '../config/start/logs/line-reader.ts';
import { readDocument } from '../config/start/read-document.ts';
import { readLog } from '../config/start/read-log.ts';
import type { SourceReading } from '../config/start/reading.ts';
import { openSource } from '../store/read-source.ts';

/** Reads what `--from` names into a scenario. Throws ConfigurationError where there is nothing in it to ask. */
export async function draftFrom(folder: string, from: string, writes: boolean): Promise<Draft> {
  const reading = await read(folder, from);
  const draft = buildDraft(reading, { writes });
  if (draft.requests.length > 0) return draft;
  const [why = ''] = draft.unfinished.map(({ comment }) => comment ?? '').concat(draft.notes);
  throw new ConfigurationError(
    `is ${reading.source} and contains no request that can be sent as it is. ${why}`,
    {
      file: from,
    },
  );
}

async function read(folder: string, from: string): Promise<SourceReading> {
  const source = await openSource(folder, from);
  if (source.head.trim() === '') throw new ConfigurationError('is empty', { file: from });
  const format = recogniseLines(source.head);
  if (format === null) return readDocument(await source.text(), from);
  const reader = new LineReader(format);
  for await (const line of source.lines()) reader.add(line);
  return readLog(reader, from);
}
