/** Reads `length` bytes from `start`; fewer at the end of the file. */
export type ReadBytes = (start: number, length: number) => Promise<Buffer>;

const HEAD = 64 * 1024;
/** The end record of a ZIP is within its last 22 + 65,535 bytes. */
const ZIP_TAIL = 22 + 0xffff;
const LARGEST_DIRECTORY = 4 * 1024 * 1024;

const WORD = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const SHEET = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const SLIDES = 'application/vnd.openxmlformats-officedocument.presentationml.presentation';
const OLD_OFFICE = ['application/msword', 'application/vnd.ms-excel', 'application/vnd.ms-powerpoint'];
const TEXTS = [
  'text/plain',
  'text/csv',
  'text/tab-separated-values',
  'text/markdown',
  'application/json',
  'application/x-ndjson',
];

/**
 * What the bytes can be: the media types that fit, the likeliest first; empty where nothing known does. Bytes tell
 * containers apart but not one text from another, so a text fits every text type.
 */
export async function sniff(read: ReadBytes, size: number): Promise<readonly string[]> {
  const head = await read(0, Math.min(size, HEAD));
  const starts = (...bytes: number[]): boolean => bytes.every((byte, i) => head[i] === byte);
  const ascii = (text: string, at = 0): boolean => head.toString('latin1', at, at + text.length) === text;

  if (ascii('%PDF-')) return ['application/pdf'];
  if (starts(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return ['image/png'];
  if (starts(0xff, 0xd8, 0xff)) return ['image/jpeg'];
  if (ascii('GIF87a') || ascii('GIF89a')) return ['image/gif'];
  if (ascii('RIFF') && ascii('WEBP', 8)) return ['image/webp'];
  if (starts(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1)) return OLD_OFFICE;
  if (starts(0x50, 0x4b, 0x03, 0x04) || starts(0x50, 0x4b, 0x05, 0x06)) return [await zipKind(read, size, head)];
  if (starts(0x1f, 0x8b, 0x08)) return ['application/gzip'];
  if (ascii('PAR1')) return ['application/vnd.apache.parquet'];
  if (ascii('ftyp', 4)) return ['video/mp4'];
  if (ascii('MZ') || starts(0x7f, 0x45, 0x4c, 0x46)) return ['application/vnd.microsoft.portable-executable'];
  const utf16 = starts(0xff, 0xfe) || starts(0xfe, 0xff);
  const tail = await read(Math.max(0, size - HEAD), Math.min(size, HEAD));
  if (utf16 || (isText(head) && isText(tail))) return textKinds(head);
  return [];
}

/** What a ZIP holds, from the names in its directory at the end: office files, invoices and programs are ZIPs too. */
async function zipKind(read: ReadBytes, size: number, head: Buffer): Promise<string> {
  const names = await zipNames(read, size);
  const has = (name: string): boolean => names.includes(name);
  const under = (folder: string): boolean => names.some((name) => name.startsWith(folder));
  if (has('[Content_Types].xml')) {
    if (names.some((name) => name.endsWith('/vbaProject.bin'))) return 'application/vnd.ms-office.macro';
    if (under('word/')) return WORD;
    if (under('xl/')) return SHEET;
    if (under('ppt/')) return SLIDES;
  }
  if (has('OFD.xml')) return 'application/ofd';
  if (names[0] === 'mimetype') {
    // OpenDocument puts its type, uncompressed, right behind the name of the first entry.
    const type = /^application\/vnd\.oasis\.opendocument\.[a-z]+/.exec(head.toString('latin1', 38, 120));
    if (type) return type[0];
  }
  if (has('META-INF/MANIFEST.MF') || has('AndroidManifest.xml')) return 'application/java-archive';
  return 'application/zip';
}

async function zipNames(read: ReadBytes, size: number): Promise<string[]> {
  const tail = await read(Math.max(0, size - ZIP_TAIL), Math.min(size, ZIP_TAIL));
  const end = tail.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0 || end + 22 > tail.length) return [];
  const directory = await read(tail.readUInt32LE(end + 16), Math.min(tail.readUInt32LE(end + 12), LARGEST_DIRECTORY));
  const names: string[] = [];
  for (let at = 0; at + 46 <= directory.length && directory.readUInt32LE(at) === 0x02014b50; ) {
    const length = directory.readUInt16LE(at + 28);
    names.push(directory.toString('utf8', at + 46, at + 46 + length));
    at += 46 + length + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  return names;
}

/** Any 8-bit text (UTF-8, GB18030): no control characters but white space and escape. */
function isText(bytes: Buffer): boolean {
  return bytes.every((byte) => byte >= 0x20 || (byte >= 0x09 && byte <= 0x0d) || byte === 0x1b);
}

function textKinds(head: Buffer): readonly string[] {
  const start = head.toString('utf8', 0, 1024).replace(/^\ufeff/, '').trimStart().toLowerCase();
  if (/^(<!doctype html|<html|<head|<body|<script)/.test(start)) return ['text/html'];
  if (start.startsWith('<svg') || (/^(<\?xml|<!--|<!doctype svg)/.test(start) && start.includes('<svg'))) {
    return ['image/svg+xml'];
  }
  return TEXTS;
}
