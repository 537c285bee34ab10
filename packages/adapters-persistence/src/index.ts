export { copyDatabase, type CopiedTable, type CopyOptions, type CopyProgress } from './copy/copy-database.ts';
export type { CopyFailure } from './copy/copy-failure.ts';
export type { Database, DatabaseOptions } from './database/database.ts';
export { openDatabase } from './database/open-database.ts';
export { createTransactor, type Stores } from './transactor.ts';
