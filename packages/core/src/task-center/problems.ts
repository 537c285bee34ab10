import type { Conflict, Invalid, NotFound } from './task-center.ts';

export const notFound = (what: string): NotFound => ({ code: 'NOT_FOUND', message: `There is no ${what}.` });

export const conflict = (message: string): Conflict => ({ code: 'CONFLICT', message });

export const invalid = (pointer: string, message: string): Invalid => ({ code: 'INVALID', pointer, message });
