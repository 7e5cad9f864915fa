/** A POSIX tar archive of a few files (ustar, no links, names up to 100 bytes), as UMB needs it. */

export interface TarFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const BLOCK = 512;

/** The archive's bytes; every header carries the same modification time 0, so that equal files make equal archives. */
export function tar(files: readonly TarFile[]): Uint8Array {
  const sizes = files.map((file) => BLOCK + Math.ceil(file.bytes.length / BLOCK) * BLOCK);
  const archive = new Uint8Array(sizes.reduce((a, b) => a + b, 0) + 2 * BLOCK);
  let at = 0;
  files.forEach((file, index) => {
    archive.set(header(file), at);
    archive.set(file.bytes, at + BLOCK);
    at += sizes[index];
  });
  return archive;
}

/** Field offsets and widths are those of IEEE Std 1003.1, pax interchange format, ustar header block. */
function header(file: TarFile): Uint8Array {
  const block = new Uint8Array(BLOCK);
  const text = (value: string, offset: number) => block.set(new TextEncoder().encode(value), offset);
  if (new TextEncoder().encode(file.name).length > 100)
    throw new Error(`a name too long for a tar header: ${file.name}`);
  text(file.name, 0);
  text("0000644\0", 100);
  text("0000000\0", 108);
  text("0000000\0", 116);
  text(`${file.bytes.length.toString(8).padStart(11, "0")}\0`, 124);
  text("00000000000\0", 136);
  text("        ", 148); // the checksum counts as blanks while it is formed
  text("0", 156);
  text("ustar\u000000", 257);
  const sum = block.reduce((a, b) => a + b, 0);
  text(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return block;
}

/** The files of an archive made by `tar` or any ustar writer, for tests. Throws on a damaged header. */
export function untar(archive: Uint8Array): TarFile[] {
  const files: TarFile[] = [];
  const text = (offset: number, length: number) =>
    new TextDecoder().decode(archive.subarray(offset, offset + length)).replace(/[\0 ].*$/s, "");
  for (let at = 0; at + BLOCK <= archive.length && archive[at] !== 0; ) {
    const size = Number.parseInt(text(at + 124, 12), 8);
    if (!Number.isSafeInteger(size) || at + BLOCK + size > archive.length)
      throw new Error(`a damaged tar header at byte ${at}`);
    files.push({ name: text(at, 100), bytes: archive.slice(at + BLOCK, at + BLOCK + size) });
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
  return files;
}
