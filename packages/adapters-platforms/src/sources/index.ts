export { createHttpSourceKind, type HttpSourceOptions } from './http/http-source-kind.ts';
export { sqlSourceKind } from './sql/sql-source-kind.ts';
