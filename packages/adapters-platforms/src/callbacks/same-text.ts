import { createHash, timingSafeEqual } from 'node:crypto';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Compares what a stranger sent with what only we should know, in a time that says nothing about either. */
export const sameText = (given: string, known: string): boolean => timingSafeEqual(digest(given), digest(known));
