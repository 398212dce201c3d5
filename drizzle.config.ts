import { defineConfig } from 'drizzle-kit';

export default defineConfig({
  dialect: 'postgresql',
  schema: './schema/tables',
  out: './drizzle',
  casing: 'snake_case',
  entities: { roles: false },
});
