import type { EntityManager } from '@mikro-orm/postgresql';
import { sqlState } from './errors.ts';
import { appRole } from '../migrations/table-rules.ts';

interface AppRoleOptions {
  readonly password: string | undefined;
  readonly log: ((message: string) => void) | undefined;
}

/**
 * Ensures that the app role exists, can log in and is subject to row-level security. Roles belong to the whole server, so
 * migrations of other databases may create it concurrently; the loser of that race uses the existing role.
 */
export async function ensureAppRole(em: EntityManager, { password, log }: AppRoleOptions): Promise<void> {
  const mayCreateRoles = await ownerMayCreateRoles(em);
  if (!(await findAppRole(em))) {
    if (!mayCreateRoles) {
      throw new Error(
        `The role ${appRole} does not exist and this login may not create it. As an administrator run: create role ${appRole} login password '…';`,
      );
    }
    await ignoring(['42710', '23505'], () => em.execute(`create role ${appRole} login`));
    log?.(`created the role ${appRole}`);
  }
  const role = await findAppRole(em);
  if (role?.bypasses === true) {
    throw new Error(`The role ${appRole} bypasses row-level security. Run: alter role ${appRole} nosuperuser nobypassrls;`);
  }
  if (password === undefined) return;
  if (mayCreateRoles) await setPassword(em, password);
  else log?.(`the password of ${appRole} is left as it is: this login may not change it`);
}

async function ownerMayCreateRoles(em: EntityManager): Promise<boolean> {
  const [owner] = await em.execute<{ allowed: boolean }[]>(
    `select rolsuper or rolcreaterole as allowed from pg_roles where rolname = current_user`,
  );
  return owner?.allowed ?? false;
}

async function findAppRole(em: EntityManager): Promise<{ readonly bypasses: boolean } | undefined> {
  const [role] = await em.execute<{ bypasses: boolean }[]>(
    `select rolsuper or rolbypassrls as bypasses from pg_roles where rolname = ?`,
    [appRole],
  );
  return role;
}

/** PostgreSQL refuses one of two concurrent changes of a role (`tuple concurrently updated`). */
async function setPassword(em: EntityManager, password: string): Promise<void> {
  const alter = () => em.execute(`alter role ${appRole} login password ?`, [password]);
  const concurrentUpdate = 'XX000';
  for (let attempt = 1; attempt < 5; attempt += 1) {
    if (await ignoring([concurrentUpdate], alter)) return;
  }
  await alter();
}

/** Runs the work; returns false if it failed with one of these SQLSTATEs. */
async function ignoring(codes: readonly string[], work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (codes.includes(sqlState(error) ?? '')) return false;
    throw error;
  }
}
