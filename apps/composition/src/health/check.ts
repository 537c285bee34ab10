/** One thing that a process depends on, as `/readyz` shows it. */
export interface Check {
  readonly name: string;
  /** False: this process cannot do its part at present. */
  readonly ok: boolean;
  /** What is not as it should be, though it may hinder nothing. */
  readonly detail?: string;
}

/** Answers `late` unless `answer` comes within `boundMs`; a rejection counts as late too. */
export const within = async <T>(boundMs: number, answer: Promise<T>, late: T): Promise<T> => {
  const expired = Promise.withResolvers<T>();
  const timer = setTimeout(() => expired.resolve(late), boundMs);
  try {
    return await Promise.race([answer, expired.promise]);
  } catch {
    return late;
  } finally {
    clearTimeout(timer);
  }
};
