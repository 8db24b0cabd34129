import { crc32 } from 'node:zlib';

const UTF8_NAMES = 0x0800;

/** A ZIP archive (PKWARE APPNOTE 6.3.10) of a few small files, stored as they are, dated at a moment. */
export function zip(files: readonly { name: string; content: string | Buffer }[], at: Date): Buffer {
  const [date, time] = dosTime(at);
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content } of files) {
    const [nameBytes, body] = [Buffer.from(name), typeof content === 'string' ? Buffer.from(content) : content];
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(UTF8_NAMES, 2);
    common.writeUInt16LE(time, 6);
    common.writeUInt16LE(date, 8);
    common.writeUInt32LE(crc32(body), 10);
    common.writeUInt32LE(body.length, 14);
    common.writeUInt32LE(body.length, 18);
    common.writeUInt16LE(nameBytes.length, 22);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    directory.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), common, place, nameBytes);
    parts.push(Buffer.from('PK\x03\x04', 'latin1'), common, nameBytes, body);
    offset += 30 + nameBytes.length + body.length;
  }
  const size = directory.reduce((sum, { length }) => sum + length, 0);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, ...directory, end]);
}

/** In Shanghai, to two seconds. */
function dosTime(at: Date): [number, number] {
  const local = new Date(at.getTime() + 8 * 3_600_000);
  const date = ((local.getUTCFullYear() - 1980) << 9) | ((local.getUTCMonth() + 1) << 5) | local.getUTCDate();
  return [date, (local.getUTCHours() << 11) | (local.getUTCMinutes() << 5) | (local.getUTCSeconds() >> 1)];
}
