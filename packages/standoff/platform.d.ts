/**
 * What the library takes from the platform beyond the language itself: the few globals that Node and browsers share.
 * Declared here by hand, so that neither DOM nor Node types come in. Seen by the library's own build only.
 */
declare class TextEncoder {
  encode(text?: string): Uint8Array<ArrayBuffer>;
}
declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean });
  decode(bytes?: ArrayBufferView | ArrayBuffer): string;
}
