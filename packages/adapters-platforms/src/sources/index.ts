export { createHttpSourceKind, type HttpSourceOptions } from './http/http-source-kind.ts';
export { createSqlSourceKind, type SqlDrivers } from './sql/sql-source-kind.ts';
