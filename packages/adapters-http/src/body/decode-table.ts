import { isUtf8 } from 'node:buffer';

/** A table's text: UTF-8, or GB18030 as Chinese spreadsheets save it; null when it is neither. */
export const decodeTable = (bytes: Uint8Array): string | null => {
  if (isUtf8(bytes)) return new TextDecoder('utf-8').decode(bytes);
  try {
    return new TextDecoder('gb18030', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
};
