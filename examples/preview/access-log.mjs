/** A log of what was answered, in the combined format of Apache and nginx. */
import { createWriteStream } from 'node:fs';

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/**
 * @param {string | undefined} file to which lines are added; without it nothing is written
 * @returns {{ add: (request: import('fastify').FastifyRequest, reply: import('fastify').FastifyReply) => void, close: () => Promise<void> }}
 */
export function createAccessLog(file) {
  if (!file) return { add: () => {}, close: async () => {} };
  const stream = createWriteStream(file, { flags: 'a' });
  stream.on('error', (error) => console.error(`preview: ${file}: ${error.message}`));
  return {
    add({ ip, method, url, headers }, reply) {
      const agent = quoted(headers['user-agent'] ?? '-');
      const bytes = reply.getHeader('content-length') ?? '-';
      stream.write(
        `${ip} - - [${writeTime(new Date())}] "${method} ${quoted(url)} HTTP/1.1" ${reply.statusCode} ${bytes} "-" "${agent}"\n`,
      );
    },
    close: () => new Promise((resolve) => stream.end(resolve)),
  };
}

/** 10/Oct/2026:13:55:36 +0000 */
function writeTime(time) {
  const [date, clock] = time.toISOString().slice(0, 19).split('T');
  const [year, month, day] = date.split('-');
  return `${day}/${MONTHS[Number(month) - 1]}/${year}:${clock} +0000`;
}

/** As Apache does: what would end the quotes or the line. */
function quoted(text) {
  return text.replace(/["\\]|[^ -~]/g, (letter) =>
    /["\\]/.test(letter) ? `\\${letter}` : `\\x${letter.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
}
