/**
 * A session: one scenario, opened from texts, asked at changing values. It does one thing at a time, in the order of
 * the requests, and hears messages between the steps of each: so that a run for older values ends when newer ones come,
 * what stands already is answered while the rest is solved, and texts are checked in between.
 */
import type { Steps } from "../math/steps.ts";
import { buildScenario, type RunOptions } from "../run.ts";
import { hasErrors } from "../text/diagnostic.ts";
import { sizeOf } from "../world/size.ts";
import { type Asking, askForecast, askQuestions, type Begun } from "./answers.ts";
import type { Failure } from "./failure.ts";
import type { Done, Hands, Trade } from "./member.ts";
import { buildModel, type Model, openedOf, unbuilt, withValues } from "./model.ts";
import type {
  Checked,
  CheckOrder,
  FormsOrder,
  FormsReply,
  Opened,
  OpenOrder,
  SessionKinds,
  Sofar,
  Stage,
  StudyNews,
  StudyOrder,
  StudyReply,
  Values,
} from "./session-kinds.ts";
import { allStand, type Solving, scalesOf, solveModel, whyNone } from "./solving.ts";
import { readerOf } from "./texts.ts";
import { type StopOf, Turns } from "./turns.ts";

/** Edges of a world that a check looks at. */
const EDGES_LOOKED = 100_000;
/** How far a stage goes on before it is told again. */
const TOLD_PART = 0.01;

/** What stands behind a forecast, loaded when it is first asked. */
const behind = () => import("./behind.ts");

/**
 * What a member does to be a session: see `SessionKinds`. A page has it in a worker; here it is in the same thread.
 *
 * @example
 * ```ts
 * const client = openSession(() => twin(session(), border));
 * client.open({ texts: textsOf(strike, read), set: { "large fund": "0.7" } });
 * const { reply } = await client.ask({ questions: ["P(settled)"], scales: [1] }).result;
 * reply.answers[0].value // => 0.8237
 * reply.of.set // => { "large fund": "0.7" }
 * ```
 */
export function session(): Trade<SessionKinds> {
  const one = new Session();
  return {
    open: (order, hands) => one.open(order, hands),
    set: ({ set }, hands) => one.set(set, hands),
    forecast: (order, hands) => one.ask(hands, scalesOf(order), (model) => askForecast(model, order)),
    ask: (order, hands) => one.ask(hands, scalesOf(order), (model) => askQuestions(model, order)),
    explain: (order, hands) => one.ask(hands, [1], async (model) => (await behind()).askReasons(model, order)),
    why: (order, hands) => one.ask(hands, [1], async (model) => (await behind()).askWhy(model, order)),
    flow: (order, hands) => one.ask(hands, [1], async (model) => (await behind()).askFlow(model, order)),
    choices: (order, hands) => one.ask(hands, [1], async (model) => (await behind()).askChoices(model, order)),
    update: (order, hands) => one.ask(hands, [1], async (model) => (await behind()).askUpdate(model, order)),
    ledger: (order, hands) => one.tell(hands, async (model) => (await behind()).tellLedger(model, order)),
    complete: (order, hands) => one.tell(hands, async (model) => (await behind()).tellCompletion(model, order)),
    account: (order, hands) => one.ask(hands, [1], async (model) => (await behind()).askAccount(model, order)),
    study: (order, hands) => one.study(order, hands),
    forms: (order, hands) => one.forms(order, hands),
    check,
  };
}

/** What is asked of a model, begun. */
type Begin<R> = (model: Model) => Begun<R> | Promise<Begun<R>>;

class Session {
  private readonly turns = new Turns();
  /** What was ordered last, whether it could be opened or not. */
  private ordered: OpenOrder | null = null;
  /** Is another model being built or priced? What waits then waits for that. */
  private becoming = false;
  private present: Model | Failure = { kind: "not open" };
  /**
   * The last that stood, of texts that may be others by now: its graph may serve again, also after values that failed.
   */
  private stood: Model | null = null;

  open(order: OpenOrder, hands: Hands<Stage>): Promise<Done<Opened>> {
    this.turns.supersede();
    this.ordered = order;
    return this.turns.take(hands, (stop) => this.become(buildModel(order, watching(hands, stop)), hands, stop));
  }

  set(set: Values, hands: Hands<Stage>): Done<Opened> | Promise<Done<Opened>> {
    if (this.ordered === null) return { failure: { kind: "not open" } };
    this.turns.supersede();
    const order = { ...this.ordered, set };
    this.ordered = order;
    return this.turns.take(hands, (stop) =>
      this.become(withValues(this.stood, order, watching(hands, stop)), hands, stop),
    );
  }

  private async become(steps: Steps<Model | Failure>, hands: Hands<Stage>, stop: StopOf): Promise<Done<Opened>> {
    this.becoming = true;
    const ended = { kind: "cancelled", superseded: false } as const;
    const found = (await this.takeSteps(steps, hands, stop).finally(() => this.stay())) ?? ended;
    this.present = found;
    if (!("kind" in found)) {
      this.stood = found;
      return { reply: openedOf(found) };
    }
    if (found.kind !== "cancelled") return { failure: found };
    return { failure: { kind: "cancelled", superseded: stop() === "superseded" } };
  }

  private stay(): void {
    this.becoming = false;
  }

  /** What comes of some work, while messages are heard between its steps; null once nobody wants it. */
  private async takeSteps<T>(steps: Steps<T>, hands: Pick<Hands<never>, "pause">, stop: StopOf): Promise<T | null> {
    for (let step = steps.next(); ; step = steps.next()) {
      if (step.done === true) return step.value;
      await this.turns.breathe(hands);
      if (stop() !== null) return null;
    }
  }

  ask<R>(hands: Hands<Sofar<R>>, scales: readonly number[], begin: Begin<R>): Promise<Done<R>> {
    const ready = () => !this.becoming && ("kind" in this.present || allStand(this.present, scales));
    return this.turns.take(hands, (stop) => this.answer(hands, scales, begin, stop), ready);
  }

  /** What needs no solution: told as soon as messages are heard. */
  tell<R>(hands: Hands<Stage>, reply: (model: Model) => Promise<R>): Promise<Done<R>> {
    const told = async (): Promise<Done<R>> =>
      "kind" in this.present ? { failure: this.present } : { reply: await reply(this.present) };
    return this.turns.take(hands, told, () => !this.becoming);
  }

  study(order: StudyOrder, hands: Hands<StudyNews>): Promise<Done<StudyReply>> {
    return this.turns.take(hands, async (stop) => {
      const model = this.present;
      if ("kind" in model) return { failure: model };
      const { studyModel } = await behind();
      return await studyModel(model, order, { tell: hands.tell, stop, pause: () => this.turns.breathe(hands) });
    });
  }

  forms(order: FormsOrder, hands: Hands<Stage>): Promise<Done<FormsReply>> {
    return this.turns.take(hands, async (stop) => {
      const model = this.present;
      if ("kind" in model) return { failure: model };
      const { askForms } = await behind();
      return await askForms(model, order, { tell: stagesTo(hands.tell), stop, pause: () => this.turns.breathe(hands) });
    });
  }

  private async answer<R>(
    hands: Hands<Sofar<R>>,
    scales: readonly number[],
    begin: Begin<R>,
    stop: StopOf,
  ): Promise<Done<R>> {
    const model = this.present;
    if ("kind" in model) return { failure: model };
    const asking = await begin(model);
    if ("kind" in asking) return { failure: asking };
    if (allStand(model, scales)) for (const scale of scales) asking.hear(model.found.get(scale)!);
    else {
      const pause = () => this.turns.breathe(hands);
      const failure = await solveModel(model, scales, { ...listening(hands, asking), stop, pause });
      if (failure !== null) return { failure };
    }
    const failure = whyNone(model, scales);
    if (failure !== null) return { failure };
    const replied = await this.takeSteps(asking.reply(), hands, stop);
    return replied ?? { failure: { kind: "cancelled", superseded: stop() === "superseded" } };
  }
}

/** Tells what stands, as it comes. */
function listening<R>({ tell }: Hands<Sofar<R>>, asking: Asking<R>): Omit<Solving, "stop" | "pause"> {
  return {
    tell: stagesTo(tell),
    onFirstFigures: (first) => {
      tell({ kind: "first figures", glance: asking.glance(first), certificate: first.certificate });
    },
    onFound: (found) => {
      asking.hear(found);
      const { scale, certificate } = found;
      tell({ kind: "stands", scale, certificate, sofar: asking.sofar() });
    },
    onCertificate: (scale, certificate) => {
      asking.amend(scale, certificate);
      tell({ kind: "certificate", scale, certificate });
    },
  };
}

function watching({ tell }: Hands<Stage>, stop: StopOf): Pick<RunOptions, "onProgress" | "cancelled"> {
  const tellStage = stagesTo(tell);
  return {
    onProgress: (stage, part) => tellStage({ kind: "progress", stage, part: part ?? null }),
    cancelled: () => stop() !== null,
  };
}

/** Passes on a stage where it is another one, or has gone on by a hundredth. */
function stagesTo(tell: (stage: Stage) => void): (stage: Stage) => void {
  let last: Stage | null = null;
  return (next) => {
    const same = last !== null && wordsOf(last) === wordsOf(next);
    if (same && !((next.part ?? 0) - (last?.part ?? 0) >= TOLD_PART)) return;
    last = next;
    tell(next);
  };
}

/** "building: 1,024 states" is one stage, however many. */
function wordsOf({ stage }: Stage): string {
  return stage.replace(/:.*/, "");
}

async function check(order: CheckOrder, hands: Hands<Stage>): Promise<Done<Checked>> {
  await hands.pause(); // many may wait of which only the last is still wanted
  const { texts, settings, set, whole = false } = order;
  const options = { ...settings, ...(set === undefined ? {} : { set }), ...watching(hands, hands.stop) };
  const found = buildScenario(texts.main, readerOf(texts), {
    ...options,
    ...(whole ? {} : { maxEdges: EDGES_LOOKED }),
  });
  if (found.status === "too large") return { failure: unbuilt(found) };
  if (hands.stop() !== null) return { failure: { kind: "cancelled", superseded: false } };
  const { diagnostics, sources } = found;
  const sound = !hasErrors(diagnostics);
  const size = whole && found.status === "built" ? sizeOf(found.world) : null;
  const worldExamined = sound && found.status !== "cancelled";
  return { reply: { status: sound ? "sound" : "faulty", worldExamined, diagnostics, sources, size } };
}
