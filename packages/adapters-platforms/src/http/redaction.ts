/** What stands in place of a secret. */
export const redacted = '***';

const secretName = /token|secret|passw|authorization|cookie|api-?key|credential|signature/iu;
// Fields of JSON (also of JSON inside a JSON string) and of forms whose names give them away. Names are bounded, so that the time stays
// in proportion to the text.
const jsonField =
  /(\\?"(?:[\w-]{0,64}(?:token|secret|passw|authorization|credential|api_?key)[\w-]{0,64})\\?"\s*:\s*\\?")((?:[^"\\]|\\(?!")[^"]?)*)/giu;
const formField =
  /((?:^|[?&])[\w-]{0,64}(?:token|secret|passw|authorization|credential|api_?key)[\w-]{0,64}=)[^&#\s]*/giu;

const writtenForms = (secret: string): readonly string[] => {
  const inJson = JSON.stringify(secret).slice(1, -1);
  const inJsonTwice = JSON.stringify(inJson).slice(1, -1);
  const inForm = new URLSearchParams([['', secret]]).toString().slice(1);
  return [...new Set([secret, inJson, inJsonTwice, encodeURIComponent(secret.toWellFormed()), inForm])];
};

/** Shorter ones cannot be told from ordinary text; they are still hidden by the name of their field. */
const shortestSecret = 4;

export interface Redaction {
  text(text: string): string;
  headers(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>>;
}

/** Hides secrets by value, in every way they may be written, and by the names of headers, fields and parameters. */
export const createRedaction = (secrets: readonly string[]): Redaction => {
  const written = secrets
    .filter((secret) => secret.length >= shortestSecret)
    .flatMap(writtenForms)
    .toSorted((a, b) => b.length - a.length);
  const hideValues = (text: string): string => {
    let hidden = text;
    for (const secret of written) if (hidden.includes(secret)) hidden = hidden.replaceAll(secret, redacted);
    return hidden;
  };
  const hide = (text: string): string => {
    const hidden = hideValues(text);
    return secretName.test(hidden)
      ? hidden.replace(jsonField, `$1${redacted}`).replace(formField, `$1${redacted}`)
      : hidden;
  };
  return {
    text: hide,
    headers: (headers) =>
      Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [name, secretName.test(name) ? redacted : hideValues(value)]),
      ),
  };
};
