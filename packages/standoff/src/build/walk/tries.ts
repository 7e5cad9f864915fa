/**
 * What is known of nodes, by the answers they give: tries in the kernel's memory. A cell holds 0 (nothing is known
 * yet), a question with a cell for every answer, or a leaf. An evaluation's questions follow from the answers to those
 * before, so each path through a trie is one evaluation.
 */

import { fieldMask, type Layout } from "../layout.ts";
import type { Arena } from "./arena.ts";
import { QuestionKind, TRIE_NODE } from "./kernel.ts";
import type { Question, Recorder } from "./recorder.ts";

/** A variable with more values would make tries too large. */
export const MOST_ANSWERS = 4096;

export class Tries {
  /** Places of the answers that all nodes of this period, and of the next, share. */
  readonly shared: number;
  readonly sharedNext: number;
  private readonly arena: Arena;
  private readonly recorder: Recorder;
  private readonly layout: Layout;
  private readonly sharedQuestions: number[] = [];
  private period = 0;

  constructor(arena: Arena, recorder: Recorder, layout: Layout) {
    this.arena = arena;
    this.recorder = recorder;
    this.layout = layout;
    this.shared = arena.takeZeroed(recorder.mostShared * 4);
    this.sharedNext = arena.takeZeroed(recorder.mostShared * 4);
  }

  /** The cell of a new trie. */
  begin(): number {
    return this.arena.takeZeroed(4);
  }

  enterPeriod(period: number): void {
    this.period = period;
    for (let place = 0; place < this.sharedQuestions.length; place++) this.answerShared(place);
  }

  /** Puts a leaf where the answers of a state in a period lead, along what the recorder's last evaluation asked. */
  insert(trie: number, state: Int32Array, period: number, leaf: number): void {
    let cells = [trie];
    for (const number of this.recorder.asked) {
      const question = this.recorder.questions[number];
      const node = this.get(cells[0]) || this.addNode(number, question);
      if (this.get(node + TRIE_NODE.question * 4) !== number) {
        throw new Error(`evaluations ask in different orders: ${JSON.stringify(question)}`);
      }
      this.fill(cells, node);
      cells = this.cellsFor(question, node, state, period);
    }
    if (this.get(cells[0]) !== 0) throw new Error(`evaluated again: ${state}`);
    this.fill(cells, leaf);
  }

  /** All values with the same answer share what follows: they are filled together. */
  private fill(cells: readonly number[], value: number): void {
    for (const cell of cells) this.set(cell, value);
  }

  private cellsFor(question: Question, node: number, state: Int32Array, period: number): number[] {
    const cell = (answer: number) => node + (TRIE_NODE.children + answer) * 4;
    switch (question.kind) {
      case "value":
        return [cell(state[question.variable])];
      case "entry": {
        const own = question.table[state[question.variable]];
        return [...question.table].flatMap((entry, value) => (entry === own ? [cell(value)] : []));
      }
      case "due":
        return [cell(state[question.variable] === period + 1 ? 1 : 0)];
      default:
        return [cell(this.recorder.answerForPeriod(question, period)!)];
    }
  }

  private addNode(number: number, question: Question): number {
    const { arena, layout } = this;
    const node = arena.takeZeroed((TRIE_NODE.children + this.answers(question)) * 4);
    this.set(node + TRIE_NODE.question * 4, number);
    if ("variable" in question) {
      const { word, shift, bits } = layout.variables[question.variable];
      const kind = question.kind === "due" ? QuestionKind.due : QuestionKind.value;
      this.set(node + TRIE_NODE.kind * 4, kind);
      this.set(node + TRIE_NODE.place * 4, word * 4);
      this.set(node + TRIE_NODE.shift * 4, shift);
      this.set(node + TRIE_NODE.mask * 4, fieldMask(bits));
    } else {
      this.set(node + TRIE_NODE.kind * 4, QuestionKind.shared);
      this.set(node + TRIE_NODE.place * 4, this.placeOf(number) * 4);
    }
    return node;
  }

  private answers(question: Question): number {
    switch (question.kind) {
      case "value":
      case "entry":
        return this.layout.variables[question.variable].levels.length;
      case "due":
      case "reached":
        return 2;
      default:
        return this.recorder.mostShared;
    }
  }

  private placeOf(number: number): number {
    const known = this.sharedQuestions.indexOf(number);
    if (known !== -1) return known;
    const place = this.sharedQuestions.push(number) - 1;
    this.answerShared(place);
    return place;
  }

  private answerShared(place: number): void {
    const question = this.recorder.questions[this.sharedQuestions[place]];
    this.set(this.shared + place * 4, this.recorder.answerForPeriod(question, this.period)!);
    this.set(this.sharedNext + place * 4, this.recorder.answerForPeriod(question, this.period + 1)!);
  }

  private get(at: number): number {
    return this.arena.words[at / 4];
  }

  private set(at: number, value: number): void {
    this.arena.words[at / 4] = value;
  }
}
