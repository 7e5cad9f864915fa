/** Numbers of which nobody knows beforehand how many they are. */
export class Growing {
  private numbers: Uint32Array;
  length = 0;

  /** With room for so many, and for more when they come. */
  constructor(likely: number) {
    this.numbers = new Uint32Array(likely);
  }

  push(number: number): void {
    if (this.length === this.numbers.length) {
      const more = new Uint32Array(2 * this.length);
      more.set(this.numbers);
      this.numbers = more;
    }
    this.numbers[this.length++] = number;
  }

  at(place: number): number {
    return this.numbers[place];
  }

  set(place: number, number: number): void {
    this.numbers[place] = number;
  }

  taken(): Uint32Array {
    return this.numbers.subarray(0, this.length);
  }
}
