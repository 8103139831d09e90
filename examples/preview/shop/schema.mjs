/** Tables of what belongs to one account: carts, orders, documents and notes; and the stock that all of them share. */

/** The first cart's number: beyond 2^53, where a client that reads numbers as doubles takes one cart for the next. */
const FIRST_CART = '9007199254740993';

/** Whose it is, and a text of the caller's, by which it is found again when the caller clears up. */
const owned = `
  account text not null references tailgate_preview.accounts (email),
  reference text,
  created_at timestamptz not null default now()`;

export const shopSchema = [
  `create table if not exists tailgate_preview.carts (
    id bigint generated always as identity (start with ${FIRST_CART}) primary key, ${owned},
    version integer not null default 1, total integer not null default 0)`,
  `create table if not exists tailgate_preview.cart_items (
    cart_id bigint not null references tailgate_preview.carts on delete cascade,
    sku text not null, quantity integer not null)`,
  'create index if not exists cart_items_of on tailgate_preview.cart_items (cart_id)',
  `create table if not exists tailgate_preview.stock (
    sku text primary key, price numeric(10, 2) not null, initial bigint not null,
    available bigint not null check (available >= 0))`,
  `create table if not exists tailgate_preview.orders (
    id bigint generated always as identity primary key, ${owned},
    sku text not null references tailgate_preview.stock, quantity integer not null)`,
  `create table if not exists tailgate_preview.documents (
    id uuid primary key default gen_random_uuid(), ${owned},
    name text not null, media_type text not null, size integer not null, sha256 text not null, content bytea not null)`,
  `create table if not exists tailgate_preview.notes (
    id bigint generated always as identity primary key, ${owned})`,
];

/**
 * @param {number} stock of each article
 * @returns {[sql: string, values: unknown[]]}
 */
export function seedStock(stock) {
  return [
    `insert into tailgate_preview.stock (sku, price, initial, available)
      values ('A', 12.50, $1, $1), ('B', 3.00, $1, $1), ('C', 249.90, $1, $1) on conflict do nothing`,
    [stock],
  ];
}
