type Given<T> = { [Field in keyof T]?: NonNullable<T[Field]> };

/** The fields that are there: on these platforms null means the same as absent. */
export function given<T extends object>(input: T): Given<T> {
  return Object.fromEntries(
    Object.entries(input).filter(([, value]) => value !== undefined && value !== null),
  ) as Given<T>;
}
