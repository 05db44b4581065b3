import { createTestDatabase } from '../support/test-database.ts';
import { runAsOwner } from '../support/postgres-admin.ts';

describe('createTestDatabase', () => {
  it('creates a separate database for each caller', async () => {
    const [one, other] = await Promise.all([createTestDatabase(), createTestDatabase()]);
    await runAsOwner(one.ownerUrl, ['create table mark (id integer)']);
    await expect(runAsOwner(other.ownerUrl, ['select * from mark'])).rejects.toThrow(/"mark" does not exist/);
    await Promise.all([one.drop(), other.drop()]);
    await expect(runAsOwner(one.ownerUrl, ['select 1'])).rejects.toThrow(/does not exist/);
  });
});
