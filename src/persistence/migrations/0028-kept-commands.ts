import { Migration } from '@mikro-orm/migrations';

/**
 * What each decision decided: the command as it was accepted, or what fell due, and the instant. With the state before, the same
 * command can be decided again with another input. Decisions from before have none of it.
 */
export class KeptCommands extends Migration {
  override name = '0028-kept-commands';

  override up(): void {
    this.addSql(`
      alter table decision
        add column command jsonb check (jsonb_typeof(command) = 'object'),
        add column command_version integer,
        add column due jsonb check (jsonb_typeof(due) = 'array'),
        add column decided_at timestamptz,
        add constraint decision_command_has_version check ((command is null) = (command_version is null)),
        add constraint decision_of_one_thing check (decided_at is null or (command is null) <> (due is null));
    `);
  }

  override down(): void {
    this.addSql(`
      alter table decision
        drop column command, drop column command_version, drop column due, drop column decided_at;
    `);
  }
}
