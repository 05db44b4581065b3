import { Migration } from '@mikro-orm/migrations';
import { isolateByTenant } from './table-rules.ts';

/**
 * What versions are looked up by: the prices that they have and the add-ons that they link, one row each. No index on their
 * content can serve that: under row-level security only a leakproof operator is the condition of an index, as = on text is and
 * those of jsonb are not. The table follows the content by triggers, and nothing else writes to it.
 */
export class VersionParts extends Migration {
  override name = '0014-version-parts';

  override up(): void {
    this.addSql(`drop index offering_version_by_add_on, offering_version_by_rate_card;`);
    this.addSql(partTable);
    this.addSql(isolateByTenant('offering_version_part', 'select, insert, delete'));
    this.addSql(noteParts);
    this.addSql(followDrafts);
    this.addSql(noteEarlierParts);
  }

  override down(): void {
    this.addSql(`
      drop trigger offering_version_notes_parts on offering_version;
      drop trigger offering_version_follows_draft on offering_version;
      drop function annex_note_parts, annex_follow_draft;
      drop table offering_version_part;
      create index offering_version_by_rate_card on offering_version using gin ((content -> 'rateCards') jsonb_path_ops);
      create index offering_version_by_add_on on offering_version using gin ((content -> 'addOns') jsonb_path_ops);
    `);
  }
}

// The second index is for the foreign key, by which a version takes its parts along.
const partTable = `
  create table offering_version_part (
    tenant_id text not null,
    kind text not null check (kind in ('price', 'link')),
    key text not null,
    version_id text not null,
    primary key (tenant_id, kind, key, version_id),
    foreign key (tenant_id, version_id) references offering_version (tenant_id, id) on delete cascade
  );
  create index offering_version_part_by_version on offering_version_part (tenant_id, version_id);
`;

/** The parts that a content names: its own prices and those of its links by their ids, linked add-ons by their keys. */
const partsIn = (content: string): string => `
  select place.kind, named.key #>> '{}' as key
  from (values
      ('price', '$.rateCards[*].prices[*].id'::jsonpath),
      ('price', '$.addOns[*].prices[*].price.id'),
      ('link', '$.addOns[*].addOnKey')
    ) place (kind, path), jsonb_path_query(${content}, place.path) named (key)`;

const insertPartsOf = (versions: string): string => `
  insert into offering_version_part (tenant_id, kind, key, version_id)
    select distinct v.tenant_id, part.kind, part.key, v.id from ${versions} v cross join lateral (${partsIn('v.content')}) part;`;

// Once for all versions of a statement: a file brings 1,000 of them at a time.
const noteParts = `
  create function annex_note_parts() returns trigger language plpgsql as $$
    begin
      ${insertPartsOf('inserted')}
      return null;
    end $$;
  create trigger offering_version_notes_parts after insert on offering_version referencing new table as inserted
    for each statement execute function annex_note_parts();
`;

// Only drafts change their content, one at a time but for files. A trigger for each row sees only statements that name the content, so
// launches and edits of texts pay nothing; one for each statement could not. It writes the difference alone.
const followDrafts = `
  create function annex_follow_draft() returns trigger language plpgsql as $$
    begin
      delete from offering_version_part p using (${partsIn('old.content')} except ${partsIn('new.content')}) gone
        where p.tenant_id = new.tenant_id and p.kind = gone.kind and p.key = gone.key and p.version_id = new.id;
      insert into offering_version_part (tenant_id, kind, key, version_id)
        select new.tenant_id, added.kind, added.key, new.id
        from (${partsIn('new.content')} except ${partsIn('old.content')}) added;
      return null;
    end $$;
  create trigger offering_version_follows_draft after update of content on offering_version for each row
    when (old.content is distinct from new.content) execute function annex_follow_draft();
`;

const noteEarlierParts = `
  alter table offering_version no force row level security;
  alter table offering_version_part no force row level security;
  ${insertPartsOf('offering_version')}
  alter table offering_version_part force row level security;
  alter table offering_version force row level security;
`;
