/** Pages with a session cookie and forms, each of which sends the token that its page holds: the way before tokens. */
import { randomBytes } from 'node:crypto';

const COOKIE = 'preview_session';
/** Sessions that are remembered, in memory: the oldest is forgotten first. */
const MOST_SESSIONS = 50_000;

/** Routes that look after themselves who is asking. */
export const PAGES = ['/login', '/account', '/account/notes'];

/**
 * @param {import('fastify').FastifyInstance} app
 * @param {object} parts
 * @param {import('./database.mjs').Database} parts.database
 * @param {ReturnType<import('./truth.mjs').createTruth>} parts.truth
 * @param {(email: string, password: string) => Promise<object | null>} parts.findAccount
 * @param {number} parts.tokenLifetimeMs of a session, too
 */
export function addPages(app, { database, truth, findAccount, tokenLifetimeMs }) {
  /** @type {Map<string, { csrf: string, account: string | null, endsMs: number }>} */
  const sessions = new Map();

  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(body))),
  );

  const begin = (reply, account) => {
    const id = randomBytes(18).toString('base64url');
    const session = {
      csrf: randomBytes(18).toString('base64url'),
      account,
      endsMs: performance.now() + tokenLifetimeMs,
    };
    sessions.set(id, session);
    if (sessions.size > MOST_SESSIONS) sessions.delete(sessions.keys().next().value);
    reply.header('set-cookie', `${COOKIE}=${id}; Path=/; HttpOnly; SameSite=Lax`);
    return session;
  };
  const idOf = ({ headers }) => new RegExp(`(?:^|; ?)${COOKIE}=([\\w-]+)`).exec(headers.cookie ?? '')?.[1];
  const sessionOf = (request) => {
    const session = sessions.get(idOf(request));
    return session && session.endsMs > performance.now() ? session : null;
  };
  const page = (reply, status, text) => reply.code(status).type('text/html; charset=utf-8').send(text);
  /** Who has logged in; else the answer has been sent. */
  const accountOf = (request, reply) => {
    const account = sessionOf(request)?.account;
    if (!account) {
      page(reply, 401, write('Log in first', '<p><a href="/login">Log in</a></p>'));
      return null;
    }
    truth.asks(reply.raw, account);
    if (!truth.speaksAs(request, account)) {
      page(reply, 403, write('Not yours', ''));
      return null;
    }
    return account;
  };
  const isForged = (request, session) => session === null || request.body?._csrf !== session.csrf;

  app.get('/login', async (_request, reply) => {
    const { csrf } = begin(reply, null);
    const fields = '<input name="email" type="email"><input name="password" type="password">';
    return page(reply, 200, write('Log in', form('/login', csrf, fields)));
  });

  app.post('/login', async (request, reply) => {
    if (isForged(request, sessionOf(request))) return page(reply, 403, write('The form is not ours', ''));
    const { email = '', password = '' } = request.body;
    if (!(await findAccount(email, password)))
      return page(reply, 401, write('E-mail or password is wrong', ''));
    sessions.delete(idOf(request));
    truth.loggedIn(email);
    begin(reply, email);
    return reply.code(303).header('location', '/account').send();
  });

  app.get('/account', async (request, reply) => {
    const account = accountOf(request, reply);
    if (account === null) return reply;
    const { csrf } = sessionOf(request);
    return page(reply, 200, write(account, form('/account/notes', csrf, '<input name="note">')));
  });

  app.post('/account/notes', async (request, reply) => {
    const account = accountOf(request, reply);
    if (account === null) return reply;
    if (isForged(request, sessionOf(request))) return page(reply, 403, write('The form is not ours', ''));
    const sql = 'insert into tailgate_preview.notes (account, reference) values ($1, $2)';
    await database.query(sql, [account, request.body.note ?? '']);
    return reply.code(303).header('location', '/account').send();
  });
}

function form(action, csrf, fields) {
  return `<form method="post" action="${action}">
  <input type="hidden" name="_csrf" value="${csrf}">
  ${fields}<button>Send</button>
</form>`;
}

function write(title, body) {
  const escaped = title.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`);
  return `<!doctype html>\n<html lang="en"><title>${escaped}</title>\n<h1>${escaped}</h1>\n${body}\n</html>\n`;
}
