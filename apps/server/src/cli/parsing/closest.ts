const distance = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const swap = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min((row[j] as number) + 1, (next[j - 1] as number) + 1, swap));
    }
    row = next;
  }
  return row[b.length] as number;
};

/** The name that was probably meant: at most a third of its letters are wrong, or it begins like that. Null when none is near. */
export const closest = (given: string, names: readonly string[]): string | null => {
  const word = given.slice(0, 64);
  const [best] = names
    .map((name) => ({ name, far: name.startsWith(word) ? 0 : distance(word, name) }))
    .sort((a, b) => a.far - b.far);
  return best !== undefined && best.far <= Math.max(1, Math.floor(best.name.length / 3)) ? best.name : null;
};
