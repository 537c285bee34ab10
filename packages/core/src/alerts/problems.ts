import type { AlertConflict, InvalidAlert, UnknownAlert } from './alerts.ts';

export const notFound = (what: string): UnknownAlert => ({ code: 'NOT_FOUND', message: `There is no ${what}.` });

export const conflict = (message: string): AlertConflict => ({ code: 'CONFLICT', message });

export const invalid = (pointer: string, message: string): InvalidAlert => ({ code: 'INVALID', pointer, message });
