/** The tokens of Gambit's text files: braces, commas, quoted strings with `\"`, and bare words (numbers, node letters). */

export interface Token {
  readonly kind: "open" | "close" | "comma" | "string" | "word" | "end";
  readonly text: string;
  readonly offset: number;
}

/** Splits a file into tokens, on demand, keeping one token of look-ahead. A missing closing quote is a token `end` with text `"`. */
export class Tokens {
  private readonly text: string;
  private at: number;
  private next: Token;

  constructor(text: string) {
    this.text = text;
    this.at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
    this.next = this.read();
  }

  peek(): Token {
    return this.next;
  }

  take(): Token {
    const token = this.next;
    this.next = this.read();
    return token;
  }

  private read(): Token {
    while (this.at < this.text.length && /\s/.test(this.text[this.at]!)) this.at++;
    const offset = this.at;
    if (offset >= this.text.length) return { kind: "end", text: "", offset };
    const single = { "{": "open", "}": "close", ",": "comma" } as const;
    const character = this.text[offset]!;
    if (character === '"') return this.readString(offset);
    if (character in single) {
      this.at++;
      return { kind: single[character as keyof typeof single], text: character, offset };
    }
    while (this.at < this.text.length && !/[\s{},"]/.test(this.text[this.at]!)) this.at++;
    return { kind: "word", text: this.text.slice(offset, this.at), offset };
  }

  private readString(offset: number): Token {
    const parts: string[] = [];
    for (this.at = offset + 1; this.at < this.text.length; this.at++) {
      const character = this.text[this.at]!;
      if (character === '"') {
        this.at++;
        return { kind: "string", text: parts.join(""), offset };
      }
      if (character === "\\" && this.text[this.at + 1] === '"') this.at++;
      parts.push(this.text[this.at]!);
    }
    return { kind: "end", text: '"', offset };
  }
}
