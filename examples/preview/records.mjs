/** The five kinds of record: how they are listed, what a new one needs, and which duplicates are refused. */
import { createIdempotency } from './idempotency.mjs';

const text = { type: 'string', minLength: 1, maxLength: 500 };
const uuid = { type: 'string', format: 'uuid' };
const time = { type: 'string', format: 'date-time' };
const number = { type: 'number' };

const expense = {
  organization_id: uuid,
  building_id: uuid,
  category: { enum: ['Maintenance', 'Utilities', 'Insurance', 'Administration', 'Works'] },
  description: text,
  amount: { type: 'number', exclusiveMinimum: 0 },
  expense_date: time,
  supplier: text,
  invoice_number: text,
};
const owner = {
  first_name: text,
  last_name: text,
  email: { type: 'string', format: 'email' },
  phone: text,
  address: text,
  city: text,
  postal_code: text,
  country: text,
};
const meeting = {
  organization_id: uuid,
  building_id: uuid,
  meeting_type: { enum: ['Ordinary', 'Extraordinary'] },
  title: text,
  description: text,
  scheduled_date: time,
  location: text,
};
const unit = {
  organization_id: uuid,
  building_id: uuid,
  unit_number: text,
  unit_type: { enum: ['Apartment', 'Parking', 'Cellar', 'Commercial'] },
  floor: { type: 'integer' },
  surface_area: { type: 'number', exclusiveMinimum: 0 },
  quota: number,
};

/** Table → fields of a new record; null is a list only. */
const kinds = { buildings: null, units: unit, owners: owner, expenses: expense, meetings: meeting };
/** Fields that may be left out, by table. */
const optional = { owners: ['phone'], meetings: ['description'] };

/** Constraint of the database → what the caller is told. */
const duplicates = {
  unit_number_per_building: {
    field: 'unit_number',
    message: 'the building has a unit with this unit_number',
  },
  owner_email: { field: 'email', message: 'there is an owner with this email' },
  expense_invoice_number: {
    field: 'invoice_number',
    message: 'there is an expense with this invoice_number',
  },
};

/** Responses stay as long as they are, however many records a run creates. */
const LIMIT = 20;

/**
 * @param {import('fastify').FastifyInstance} app
 * @param {object} parts
 * @param {import('./database.mjs').Database} parts.database
 * @param {ReturnType<import('./troubles.mjs').createTrouble>} parts.trouble
 * @param {Awaited<ReturnType<import('./downstream.mjs').startDownstream>> | null} parts.downstream
 */
export function addRecordRoutes(app, { database, trouble, downstream }) {
  const once = createIdempotency();
  for (const [table, fields] of Object.entries(kinds)) {
    app.get(`/api/v1/${table}`, { schema: { querystring: page } }, async (request, reply) => {
      reply.type('application/json; charset=utf-8');
      await trouble.list(table);
      const listed = await list(database, table, request.user.organization_id, request.query);
      await trouble.listed(table, listed.records);
      return listed.text;
    });
    if (fields)
      app.post(
        `/api/v1/${table}`,
        { schema: { body: body(fields, optional[table] ?? []) } },
        once(creator({ database, trouble, downstream }, table, fields)),
      );
  }
}

const page = {
  type: 'object',
  properties: {
    limit: { type: 'string', pattern: '^([1-9]|1[0-9]|20)$' },
    before: { type: 'string', pattern: '^[1-9][0-9]{0,17}$' },
  },
};

function body(fields, mayLack) {
  const required = Object.keys(fields).filter((field) => !mayLack.includes(field));
  return { type: 'object', properties: fields, required };
}

/**
 * Written by the database as JSON, so that a page costs this process next to nothing.
 * @returns {Promise<{ records: string, text: string }>} the records alone, and the whole body
 */
async function list(database, table, organization, { limit = String(LIMIT), before }) {
  const [found] = await database.query(
    `select coalesce(json_agg(r), '[]')::text as records, count(*)::integer as count, min(seq)::text as last
      from (select * from tailgate_preview.${table}
        where organization_id = $1 and seq < coalesce($2::bigint, 9223372036854775807)
        order by seq desc limit $3) r`,
    [organization, before ?? null, Number(limit)],
  );
  const full = found.count === Number(limit);
  const next = full ? `/api/v1/${table}?limit=${limit}&before=${found.last}` : null;
  const page = JSON.stringify({ limit: Number(limit), order: 'newest first', next });
  return { records: found.records, text: `{"data":${found.records},"page":${page}}` };
}

/** @returns {(request: import('fastify').FastifyRequest) => Promise<{ status: number, body: unknown }>} */
function creator({ database, trouble, downstream }, table, fields) {
  const columns = [...new Set(['organization_id', ...Object.keys(fields)])];
  const places = columns.map((_, i) => `$${i + 1}`);
  const plain = `insert into tailgate_preview.${table} as r (${columns.join(', ')})
    values (${places.join(', ')}) returning to_jsonb(r) as record`;
  const insert = trouble.creating(table, plain);

  return async (request) => {
    if (table === 'units' && request.user.role !== 'admin')
      return { status: 403, body: { error: 'forbidden', message: 'an administrator is needed' } };
    const own = request.user.organization_id;
    const given = { organization_id: own, ...request.body };
    if (given.organization_id !== own)
      return { status: 403, body: { error: 'forbidden', message: 'the organization is not yours' } };
    try {
      const [row] = await database.query(
        insert,
        columns.map((column) => given[column] ?? null),
      );
      if (table === 'meetings') await downstream?.ask();
      return { status: 201, body: row.record };
    } catch (error) {
      const refusal = explainRefusal(error);
      if (!refusal) throw error;
      return refusal;
    }
  };
}

/** Codes of PostgreSQL: 23505 is a unique constraint, 23503 a record that is referred to and isn't there. */
function explainRefusal(error) {
  const duplicate = error.code === '23505' && duplicates[error.constraint];
  if (duplicate) return { status: 409, body: { error: 'duplicate', ...duplicate } };
  if (error.code !== '23503') return null;
  return {
    status: 400,
    body: { error: 'invalid', field: 'building_id', message: 'there is no such building' },
  };
}
