export interface ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  /** The text/plain part. */
  readonly text: string;
  /** The text/html part; empty when there is none. */
  readonly html: string;
  readonly headers: ReadonlyMap<string, string>;
}

/** Reads a message as mailers write it: RFC 5322 headers, multipart, base64 or quoted-printable. */
export function decodeMail(source: Buffer, envelope: { from: string; to: string[] }): ReceivedMail {
  const { headers, body } = split(source.toString('latin1'));
  const parts = leaves(headers, body);
  const part = (type: string): string => parts.find((leaf) => leaf.type === type)?.text ?? '';
  return {
    ...envelope,
    subject: decodeWords(headers.get('subject') ?? ''),
    text: part('text/plain'),
    html: part('text/html'),
    headers,
  };
}

function split(source: string): { headers: Map<string, string>; body: string } {
  const end = source.indexOf('\r\n\r\n');
  const head = source.slice(0, end < 0 ? undefined : end).replace(/\r\n[ \t]+/g, ' ');
  const headers = head.split('\r\n').map((line) => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const;
  });
  return { headers: new Map(headers), body: end < 0 ? '' : source.slice(end + 4) };
}

function leaves(headers: Map<string, string>, body: string): { type: string; text: string }[] {
  const contentType = headers.get('content-type') ?? 'text/plain';
  const boundary = /boundary="?([^";]+)"?/.exec(contentType)?.[1];
  if (boundary) {
    return body
      .split(`--${boundary}`)
      .slice(1, -1)
      .flatMap((part) => {
        const inner = split(part.replace(/^\r\n/, ''));
        return leaves(inner.headers, inner.body);
      });
  }
  const type = contentType.split(';')[0]?.trim().toLowerCase() ?? '';
  return [{ type, text: decodeBody(body, headers.get('content-transfer-encoding')?.toLowerCase()) }];
}

function decodeBody(body: string, encoding: string | undefined): string {
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString('utf8');
  if (encoding === 'quoted-printable') return unquote(body.replace(/=\r\n/g, '')).toString('utf8');
  return Buffer.from(body, 'latin1').toString('utf8');
}

/** RFC 2047 encoded words; blanks between two of them are not part of the text. */
function decodeWords(header: string): string {
  return header
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, how: string, text: string) =>
      how.toLowerCase() === 'b'
        ? Buffer.from(text, 'base64').toString('latin1')
        : unquote(text.replaceAll('_', ' ')).toString('latin1'),
    )
    .replace(/[\x80-\xff]+/g, (bytes) => Buffer.from(bytes, 'latin1').toString('utf8'));
}

function unquote(text: string): Buffer {
  const bytes = text.replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1');
}
