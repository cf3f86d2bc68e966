import { crc32 } from 'node:zlib';

/** One file of an archive. */
export interface StoredFile {
  /** With forward slashes. */
  readonly name: string;
  readonly bytes: Buffer;
}

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
/** Version 2.0; names are UTF-8; 1 January 1980, 00:00, the first moment that the format knows. */
const [VERSION, UTF8, DAY] = [20, 0x800, 0x21];
/** Beyond these the format needs fields that are not written here. */
const [MOST_BYTES, MOST_FILES] = [0xffff_fffe, 0xfffe];

/**
 * A ZIP archive of files that are stored, not packed: another version of zlib packs into other bytes, and the same files must give the same
 * archive on every machine (law 1). No clock is in it.
 * @throws RangeError beyond 4 GiB or 65,534 files
 */
export function storedZip(files: readonly StoredFile[]): Buffer {
  const parts: Buffer[] = [];
  const list: Buffer[] = [];
  let at = 0;
  const put = (...bytes: Buffer[]): void => {
    parts.push(...bytes);
    for (const { length } of bytes) at += length;
  };
  for (const { name, bytes } of files) {
    const title = Buffer.from(name);
    // From the version needed to the length of the extra field, the local header and the list say the same.
    const common = Buffer.alloc(26);
    common.writeUInt16LE(VERSION, 0);
    common.writeUInt16LE(UTF8, 2);
    common.writeUInt16LE(DAY, 8);
    common.writeUInt32LE(crc32(bytes), 10);
    common.writeUInt32LE(bytes.length, 14);
    common.writeUInt32LE(bytes.length, 18);
    common.writeUInt16LE(title.length, 22);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(CENTRAL, 0);
    entry.writeUInt16LE(VERSION, 4);
    common.copy(entry, 6);
    entry.writeUInt32LE(at, 42);
    list.push(entry, title);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(LOCAL, 0);
    common.copy(local, 4);
    put(local, title, bytes);
    if (at > MOST_BYTES) throw new RangeError('an archive over 4 GiB');
  }
  if (files.length > MOST_FILES) throw new RangeError('an archive of too many files');
  const from = at;
  put(...list);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(END, 0);
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(at - from, 12);
  end.writeUInt32LE(from, 16);
  put(end);
  return Buffer.concat(parts);
}
