/** Randomness for jitter and sampling; never for secrets. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
}
