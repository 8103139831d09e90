/**
 * What the service itself counted, for tests to hold a client's figures against. A client may say by the header
 * `x-account` whom it takes itself for: then a token or a cookie of another one is seen.
 */
import { countTagged } from './shop/leftovers.mjs';

const TABLES = ['carts', 'orders', 'documents', 'notes', 'units', 'owners', 'expenses', 'meetings'];

export function createTruth() {
  /** @type {Map<string, Record<string, number>>} method and route → status → answers that left in whole */
  const answers = new Map();
  /** @type {Map<string, { logins: number, underWay: number }>} by e-mail */
  const accounts = new Map();
  const breaches = { accounts: 0, carts: 0, documents: 0 };
  let graphqlErrors = 0;
  let mostAtOnce = 0;

  const of = (email) => {
    const known = accounts.get(email) ?? { logins: 0, underWay: 0 };
    accounts.set(email, known);
    return known;
  };

  return {
    /** @param {{ method: string, route: string, status: number }} answer */
    answered({ method, route, status }) {
      const statuses = answers.get(`${method} ${route}`) ?? {};
      statuses[status] = (statuses[status] ?? 0) + 1;
      answers.set(`${method} ${route}`, statuses);
    },

    loggedIn: (email) => {
      of(email).logins += 1;
    },

    /** @param {keyof typeof breaches} kind somebody asked for what is another one's */
    breach: (kind) => {
      breaches[kind] += 1;
    },

    graphqlError: () => {
      graphqlErrors += 1;
    },

    /**
     * Notes that an account asks, until its answer has left.
     * @param {import('node:http').ServerResponse} response
     * @param {string} email
     */
    asks(response, email) {
      const account = of(email);
      account.underWay += 1;
      mostAtOnce = Math.max(mostAtOnce, account.underWay);
      response.once('close', () => {
        account.underWay -= 1;
      });
    },

    /** @returns {boolean} whether the caller is whom it takes itself for, as far as it says so */
    speaksAs({ headers }, email) {
      const claimed = headers['x-account'];
      if (claimed === undefined || claimed === email) return true;
      breaches.accounts += 1;
      return false;
    },

    /**
     * @param {import('./database.mjs').Database} database
     * @param {string | undefined} tag
     */
    async tell(database, tag) {
      const counts = TABLES.map((table) => `'${table}', (select count(*) from tailgate_preview.${table})`);
      const [{ found }] = await database.query(
        `select json_build_object('rows', json_build_object(${counts.join(', ')}),
          'seeded', (select count(*) from tailgate_preview.accounts),
          'mostOrders', (select coalesce(max(count), 0) from
            (select count(*) from tailgate_preview.orders group by account) o),
          'ordering', (select count(distinct account) from tailgate_preview.orders),
          'stock', (select json_agg(json_build_object('sku', sku, 'initial', initial, 'available', available)
            order by sku) from tailgate_preview.stock))::text as found`,
      );
      const { rows, stock, seeded, mostOrders, ordering } = JSON.parse(found);
      const logins = [...accounts.values()].map((account) => account.logins);
      return {
        answers: Object.fromEntries([...answers].sort(([a], [b]) => (a < b ? -1 : 1))),
        breaches,
        graphqlErrors,
        accounts: {
          seeded,
          loggedIn: logins.filter((count) => count > 0).length,
          logins: logins.reduce((sum, count) => sum + count, 0),
          mostLogins: Math.max(0, ...logins),
          mostAtOnce,
          ordering,
          mostOrders,
        },
        rows,
        stock,
        ...(tag && { leftovers: await countTagged(database, tag) }),
      };
    },
  };
}
