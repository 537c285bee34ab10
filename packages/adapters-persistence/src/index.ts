export type { Database, DatabaseOptions } from './database/database.ts';
export { openDatabase } from './database/open-database.ts';
export { createTransactor, type Stores } from './transactor.ts';
