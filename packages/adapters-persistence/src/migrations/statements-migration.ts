import { Migration } from '@mikro-orm/migrations';

export interface MigrationEntry {
  readonly name: string;
  readonly statements: readonly string[];
  readonly class: new (...dependencies: ConstructorParameters<typeof Migration>) => Migration;
}

/** A migration that is a list of statements, run in one transaction. There is no way down: restore a backup instead. */
export function statementsMigration(name: string, statements: readonly string[]): MigrationEntry {
  class StatementsMigration extends Migration {
    override up(): void {
      for (const statement of statements) this.addSql(statement);
    }
  }
  return { name, statements, class: StatementsMigration };
}
