import { MikroORM } from '@mikro-orm/postgresql';

/** Runs statements as the owner of the server at `url`, one after the other, each in its own transaction. */
export async function runAsOwner(url: string, statements: readonly string[]): Promise<void> {
  const orm = await MikroORM.init({
    clientUrl: url,
    entities: [],
    discovery: { warnWhenNoEntities: false },
    ensureDatabase: false,
  });
  try {
    for (const statement of statements) await orm.em.getConnection().execute(statement);
  } finally {
    await orm.close(true);
  }
}
