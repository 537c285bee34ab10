import type { Result } from 'neverthrow';

/** A sealed text cannot be opened with the key at hand. */
export interface UnsealFailure {
  readonly code: 'SECRET_UNREADABLE';
  readonly message: string;
}

/** Encrypts what must not be readable at rest. `open(seal(x))` is `x`; sealing twice gives different texts. */
export interface Secrets {
  seal(plain: string): string;
  open(sealed: string): Result<string, UnsealFailure>;
}
