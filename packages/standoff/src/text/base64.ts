/** Bytes as unpadded base64 text (RFC 4648) and back: the library's types name no environment that has it built in. */

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

const VALUES = new Map([...LETTERS].map((letter, value) => [letter, value]));

export function encodeBase64(bytes: Uint8Array): string {
  const pieces: string[] = [];
  for (let at = 0; at < bytes.length; at += 3) {
    const left = bytes.length - at;
    const triple = (bytes[at] << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    const letters = [triple >> 18, (triple >> 12) & 63, (triple >> 6) & 63, triple & 63];
    pieces.push(
      letters
        .slice(0, Math.min(4, left + 1))
        .map((value) => LETTERS[value])
        .join(""),
    );
  }
  return pieces.join("");
}

/** Throws on a character that is none of base64's, and on a length that no bytes have. */
export function decodeBase64(text: string): Uint8Array {
  if (text.length % 4 === 1) throw new Error(`no base64: ${text.length} characters`);
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
  let bits = 0;
  let held = 0;
  let at = 0;
  for (const letter of text) {
    const value = VALUES.get(letter);
    if (value === undefined) throw new Error(`no base64: the character ${JSON.stringify(letter)}`);
    bits = ((bits << 6) | value) & 0xffffff;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    bytes[at++] = (bits >> held) & 0xff;
  }
  return bytes;
}
