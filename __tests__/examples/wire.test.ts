/** PGlite answers probes as a PostgreSQL does. */
import { defaultPassword, startPreview } from '../../examples/preview/start.mjs';
import { openProbe, planProbe } from '../engine/probes/reading.ts';
import { testInFull } from '../part.ts';
import { CLUSTER } from './cluster.ts';

const TIME = { deadlineMs: 20_000, signal: new AbortController().signal };

testInFull(
  'connections, statements and tables of the embedded database, and no other message than a plain query',
  async () => {
    process.env.PGLITE_CLUSTER = CLUSTER;
    const preview = await startPreview({ delay: 'none', databasePort: 0, rows: 3000 });
    const url = preview.databaseUrl ?? '';
    const reader = openProbe(planProbe(`postgres: { url: "${url}", statements: true }`), 'http://h');
    const json = { email: 'syndic@grandplace.be', password: defaultPassword };
    const login = await fetch(`${preview.url}/api/v1/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(json),
    });
    const { token } = (await login.json()) as { token: string };
    try {
      expect((await reader.read(TIME)).troubles).toEqual([]);
      const list = await fetch(`${preview.url}/api/v1/expenses`, {
        headers: { authorization: `Bearer ${token}` },
      });
      expect(list.status).toBe(200);
      const statements = [...((await reader.readStatements?.(TIME))?.values() ?? [])];
      expect(
        statements.find(({ text }) => text.includes('from tailgate_preview.expenses where'))?.calls,
      ).toBe(1);
      const tables = [...((await reader.readTables?.(TIME))?.tables.values() ?? [])];
      expect(tables.map(({ name }) => name)).toContain('tailgate_preview.expenses');
    } finally {
      await reader.close();
      await preview.close();
    }
  },
  60_000,
);
