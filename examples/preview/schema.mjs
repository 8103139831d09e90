/** Tables in a schema of their own, so that a shared PostgreSQL keeps whatever else is in it; and the demo's data. */
import { hashPassword } from './password.mjs';
import { seedStock, shopSchema } from './shop/schema.mjs';

export const organization = '5f0c1a9e-3b7d-4c52-9a46-8e2d7b1c6f30';
export const building = '22e60793-a82f-495c-9d7f-25f298f94149';
export const demoEmail = 'syndic@grandplace.be';

/** What each kind of record begins with: a running number for the pages, an id, and whose it is. */
const record = `
  seq bigint generated always as identity,
  id uuid primary key default gen_random_uuid(),
  organization_id uuid not null references tailgate_preview.organizations,
  created_at timestamptz not null default now()`;
const ofBuilding = 'building_id uuid not null references tailgate_preview.buildings';

/** One statement each: PGlite and pg both refuse several in one prepared query. */
const tables = ['buildings', 'units', 'owners', 'expenses', 'meetings'];

export const schema = [
  'create schema if not exists tailgate_preview',
  `create table if not exists tailgate_preview.organizations (id uuid primary key, name text not null)`,
  `create table if not exists tailgate_preview.accounts (
    email text primary key, password_hash text not null,
    organization_id uuid not null references tailgate_preview.organizations)`,
  `alter table tailgate_preview.accounts add column if not exists role text not null default 'member'`,
  `create table if not exists tailgate_preview.buildings (${record},
    name text not null, address text not null, city text not null, postal_code text not null)`,
  `create table if not exists tailgate_preview.units (${record}, ${ofBuilding},
    unit_number text not null, unit_type text not null, floor integer not null,
    surface_area numeric not null, quota numeric not null,
    constraint unit_number_per_building unique (building_id, unit_number))`,
  `create table if not exists tailgate_preview.owners (${record},
    first_name text not null, last_name text not null, email text not null, phone text, address text not null,
    city text not null, postal_code text not null, country text not null,
    constraint owner_email unique (email))`,
  `create table if not exists tailgate_preview.expenses (${record}, ${ofBuilding},
    category text not null, description text not null, amount numeric not null, expense_date timestamptz not null,
    supplier text not null, invoice_number text not null,
    constraint expense_invoice_number unique (invoice_number))`,
  `create table if not exists tailgate_preview.meetings (${record}, ${ofBuilding},
    meeting_type text not null, title text not null, description text, scheduled_date timestamptz not null,
    location text not null)`,
  ...shopSchema,
  // Without it a list would sort the whole table, and responses would grow slower with the run.
  ...tables.map(
    (table) =>
      `create index if not exists ${table}_newest on tailgate_preview.${table} (organization_id, seq desc)`,
  ),
];

/**
 * @param {{ password: string, accounts: number, stock: number }} options password of all accounts, a later start with
 *   another one changes it; accounts beside the demo's, which is an administrator's; pieces of each article
 * @returns {Promise<[sql: string, values: unknown[]][]>}
 */
export async function seed({ password, accounts, stock }) {
  const own = [organization, building];
  const hash = await hashPassword(password);
  return [
    [
      `insert into tailgate_preview.organizations values ($1, 'Grand-Place Property Management')
        on conflict do nothing`,
      [organization],
    ],
    [
      `insert into tailgate_preview.accounts values ($1, $2, $3, 'admin')
        on conflict (email) do update set password_hash = excluded.password_hash, role = excluded.role`,
      [demoEmail, hash, organization],
    ],
    [
      `insert into tailgate_preview.accounts
        select 'user-' || lpad(n::text, 5, '0') || '@example.com', $1, $2, 'member'
        from generate_series(1, $3::integer) n
        on conflict (email) do update set password_hash = excluded.password_hash`,
      [hash, organization, accounts],
    ],
    seedStock(stock),
    [
      `insert into tailgate_preview.buildings (organization_id, id, name, address, city, postal_code)
        values ($1, $2, 'Résidence Grand-Place', 'Grand-Place 15', 'Brussels', '1000') on conflict do nothing`,
      own,
    ],
    [
      `insert into tailgate_preview.units
        (organization_id, building_id, unit_number, unit_type, floor, surface_area, quota)
        select $1::uuid, $2::uuid, 'A' || n, 'Apartment', n, 60 + 5 * n, 100
        from generate_series(1, 6) n on conflict do nothing`,
      own,
    ],
    [
      `insert into tailgate_preview.owners
        (organization_id, first_name, last_name, email, address, city, postal_code, country)
        select $1::uuid, first_name, 'Peeters', lower(first_name) || '.peeters@example.com',
          'Grand-Place 15', 'Brussels', '1000', 'Belgium'
        from unnest(array['Lore', 'Hugo', 'Nour']) first_name on conflict do nothing`,
      [organization],
    ],
    [
      `insert into tailgate_preview.expenses (organization_id, building_id, category, description, amount,
        expense_date, supplier, invoice_number)
        values ($1, $2, 'Administration', 'Bank charges', 12.5, now(), 'Bank', 'SEED-1') on conflict do nothing`,
      own,
    ],
    [
      `insert into tailgate_preview.meetings (organization_id, building_id, meeting_type, title, scheduled_date,
        location) select $1::uuid, $2::uuid, 'Ordinary', 'First meeting', now(), 'Ground floor hall'
        where not exists (select from tailgate_preview.meetings where building_id = $2::uuid)`,
      own,
    ],
    // Statistics, though of few rows: without any the planner sorts all records for each page, and PGlite gathers
    // none by itself.
    ...[...tables, 'accounts', 'stock'].map((table) => [`analyze tailgate_preview.${table}`, []]),
  ];
}

/**
 * Expenses of the demo's building that nobody asked for: a table as large as one that was used for a while.
 * @param {number} from
 * @param {number} to left out
 * @returns {[sql: string, values: unknown[]]}
 */
export function fill(from, to) {
  return [
    `insert into tailgate_preview.expenses (organization_id, building_id, category, description, amount,
      expense_date, supplier, invoice_number)
      select $1::uuid, $2::uuid, 'Maintenance', 'Lift, quarter ' || n, 100 + n % 900, now(), 'Schindler', 'FILLED-' || n
      from generate_series($3::integer, $4::integer - 1) n on conflict do nothing`,
    [organization, building, from, to],
  ];
}
