import { z } from 'zod';
import { ConfigurationError } from '../configuration-error.ts';
import { parsePercent } from '../units.ts';
import { showValue } from '../wording/show-value.ts';
import { quantity, reading, section, shortText, wanted } from './schema-parts.ts';

const TRACE = 'write true, false, or a mapping such as { sample: 10 % }';
/** Where nothing says how many. */
export const USUAL_SAMPLE = '10 %';
const LINK = 'write a URL such as https://traces.example/trace/{{trace-id}}';
/** What stands in a link for the trace's identifier. */
export const TRACE_ID = '{{trace-id}}';
/** Letters of a URL that end no link of Markdown's and need no escaping anywhere. */
const LETTERS = /^https?:\/\/[\w.:/?=&%#~+,;-]+$/;

const traceSchema = section(
  {
    sample: quantity(
      parsePercent,
      { from: '0 %', to: '100 %', above: true },
      {
        description:
          'Share of the requests whose trace the service is asked to record. The others are flagged as not sampled.',
        examples: ['10 %', '100 %'],
      },
    ).prefault(USUAL_SAMPLE),
    link: shortText(LINK, 1000, {
      description: `URL to view a trace, with ${TRACE_ID} for its identifier.`,
      examples: [`https://traces.example/trace/${TRACE_ID}`],
    })
      .transform(reading(checkLink))
      .optional(),
  },
  { description: 'How requests are traced.' },
);

/** `trace` of all requests. */
export const trace = z
  .union([traceSchema, z.boolean({ error: wanted(TRACE) })], { error: wanted(TRACE) })
  .meta({
    description:
      'Whether every request carries traceparent (W3C Trace Context), so that you can look up the slowest; a request can override it.',
    examples: [true, { sample: '10 %', link: `https://traces.example/trace/${TRACE_ID}` }],
  });

export const ownTrace = z.boolean({ error: wanted('write true or false') }).meta({
  description: "Whether it carries traceparent. Default: the scenario's setting.",
  examples: [true],
});

/** A page that people open: its host is written out, and nothing in it is kept secret. */
function checkLink(written: string): string {
  const refuse = (why: string) => new ConfigurationError(`${showValue(written)} ${why}: ${LINK}`);
  const parts = written.split(TRACE_ID);
  if (parts.length < 2) throw refuse(`has no ${TRACE_ID} in it`);
  const shown = parts.join('0');
  if (/[{}]/.test(shown)) throw refuse(`may hold ${TRACE_ID} and no other template`);
  let url: URL;
  try {
    url = new URL(shown);
  } catch {
    throw refuse('is not a URL');
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw refuse('is neither https nor http');
  if (url.username !== '' || url.password !== '')
    throw refuse('holds a user or a password, which all can read');
  if (!/^https?:\/\/[^/?#]+[/?#]/.test(written) || written.split(/[/?#]/, 3)[2]?.includes('{'))
    throw refuse('needs its host written out, and a path after it');
  if (!LETTERS.test(shown)) throw refuse('contains characters that have to be percent-encoded');
  return written;
}
