import { Migration } from '@mikro-orm/migrations';

/**
 * PostgreSQL lets everybody run a new function. None of ours is for everybody: the program's role keeps those that were granted to
 * it, and a trigger needs no right. Each finds its tables by a path of its own, whatever the session's is, so that nobody's
 * temporary table takes the place of one. A later migration says both of each function that it creates.
 */
export class FunctionRights extends Migration {
  override name = '0021-function-rights';

  override up(): void {
    this.addSql(
      eachFunction(`
        execute format('revoke all on function %s from public', named);
        execute format('alter function %s set search_path = public, pg_temp', named);`),
    );
  }

  // The rights of everybody and a session's own path are what they were by chance: going down leaves the rules as they are.
  override down(): void {}
}

const eachFunction = (work: string): string => `
  do $$
    declare named regprocedure;
    begin
      for named in
        select oid::regprocedure from pg_proc where pronamespace = 'public'::regnamespace and proname like 'annex\\_%'
      loop ${work}
      end loop;
    end $$;
`;
