/**
 * The tokens of Gambit's text files: braces, commas, quoted strings with `\"`, and bare words (numbers, node letters).
 */

export interface Token {
  readonly kind: "open" | "close" | "comma" | "string" | "word" | "end";
  readonly text: string;
  readonly offset: number;
}

const singles: Readonly<Record<string, Token["kind"]>> = { "{": "open", "}": "close", ",": "comma" };

/** The longest part of a wrong word that a message repeats. */
const longestShown = 40;

/** A token's text for a message. */
export function shown({ text }: Token): string {
  return text.length <= longestShown ? text : `${text.slice(0, longestShown)}…`;
}

/**
 * Splits a file into tokens, on demand, keeping one token of look-ahead. A missing closing quote is a token `end` with
 * text `"`.
 */
export class Tokens {
  private readonly text: string;
  private at: number;
  private next: Token;
  private readonly space = /\s*/y;
  private readonly bare = /[^\s{},"]+/y;

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
    this.space.lastIndex = this.at;
    this.at += this.space.exec(this.text)![0].length;
    const offset = this.at;
    if (offset >= this.text.length) return { kind: "end", text: "", offset };
    const character = this.text[offset];
    if (character === '"') return this.readString(offset);
    const single = singles[character];
    if (single !== undefined) {
      this.at++;
      return { kind: single, text: character, offset };
    }
    this.bare.lastIndex = offset;
    const text = this.bare.exec(this.text)![0];
    this.at += text.length;
    return { kind: "word", text, offset };
  }

  /** Up to the next quote without a backslash; `\"` means a quote, other backslashes themselves. */
  private readString(offset: number): Token {
    const { text } = this;
    let from = offset + 1;
    const parts: string[] = [];
    for (;;) {
      const quote = text.indexOf('"', from);
      if (quote === -1) {
        this.at = text.length;
        return { kind: "end", text: '"', offset };
      }
      if (text[quote - 1] !== "\\") {
        parts.push(text.slice(from, quote));
        this.at = quote + 1;
        return { kind: "string", text: parts.join(""), offset };
      }
      parts.push(text.slice(from, quote - 1), '"');
      from = quote + 1;
    }
  }
}
