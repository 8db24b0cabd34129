/** The part of the standard decoder that is used here; browsers and Node both have it. */
declare class TextDecoder {
  constructor(label: string, options: { fatal: boolean });
  decode(bytes?: Uint8Array, options?: { stream: boolean }): string;
}

export type UploadEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030';

export interface UploadText {
  readonly text: string;
  readonly encoding: UploadEncoding;
  /** The last character is cut off, as when an upload or a copy broke; it is not in `text`. */
  readonly truncated: boolean;
}

/**
 * The text of an uploaded file, without byte order mark: UTF-16 if it says so, else UTF-8 if it is, else GB18030 (which
 * includes GBK and GB 2312). `undefined` when it is none of these, or binary: text has no NUL.
 */
export function decodeUploadText(bytes: Uint8Array): UploadText | undefined {
  const candidates: readonly UploadEncoding[] =
    bytes[0] === 0xff && bytes[1] === 0xfe
      ? ['utf-16le']
      : bytes[0] === 0xfe && bytes[1] === 0xff
        ? ['utf-16be']
        : ['utf-8', 'gb18030'];
  for (const encoding of candidates) {
    const decoded = decode(bytes, encoding);
    if (decoded !== undefined) return decoded.text.includes('\0') ? undefined : decoded;
  }
  return undefined;
}

function decode(bytes: Uint8Array, encoding: UploadEncoding): UploadText | undefined {
  const decoder = new TextDecoder(encoding, { fatal: true });
  let text: string;
  try {
    text = decoder.decode(bytes, { stream: true });
  } catch {
    return undefined;
  }
  try {
    return { text: text + decoder.decode(), encoding, truncated: false };
  } catch {
    return { text, encoding, truncated: true };
  }
}
