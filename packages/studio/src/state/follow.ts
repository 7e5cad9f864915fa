/**
 * What follows a change. Texts are checked as they are typed; a sound one is opened and solved, at the values set, and
 * what was asked of older ones ends. A forecast at the stated values comes first, the averages over draws after it,
 * then what stands behind them.
 */
import type { Client, Failure } from "standoff/wire";
import type { News, Reply } from "../engine/engine.ts";
import { withMechanisms } from "./mechanisms.ts";
import { type Inputs, isOf, type Run, type Shown, type Studio, sameValues, useStudio } from "./studio.ts";

/** Milliseconds without a letter after which a text is checked, and after which it is opened. */
const CHECKED_AFTER = 120;
const OPENED_AFTER = 350;

const now = () => useStudio.getState();
const change = (part: Partial<Studio>) => now().change(part);
const textsOf = ({ name, files, library, text, mechanisms }: Studio) =>
  withMechanisms(
    { main: name, files: { ...files, [name]: text }, ...(library === null ? {} : { library }) },
    mechanisms,
  );
const settingsOf = ({ step, memory }: Studio) => ({
  settings: { ...(step === null ? {} : { step }), ...(memory === null ? {} : { maxBytes: memory }) },
});
/** What opens what is written, with what counts with it. */
export const orderOf = (studio: Studio) => ({ texts: textsOf(studio), set: studio.set, ...settingsOf(studio) });
const nothingYet: Omit<Run, "stage"> = { part: null, glance: null, effort: null };
const inputs = (): Inputs => ({ text: now().text, set: now().set, step: now().step, mechanisms: now().mechanisms });

/** Follows the state until `stop` is called. */
export function follow(solver: Client, checker: Client): () => void {
  let checking: ReturnType<typeof setTimeout> | undefined;
  const after = (pause: number) => {
    clearTimeout(checking);
    checking = setTimeout(() => void checkThenOpen(solver, checker), pause);
  };
  if (now().text !== "") after(0);
  const stop = useStudio.subscribe((state, before) => {
    const isOther = state.text !== before.text || state.name !== before.name || state.step !== before.step;
    if (isOther) after(before.text === "" ? 0 : CHECKED_AFTER);
    else if (state.mechanisms !== before.mechanisms) after(0);
    else if (!sameValues(state.set, before.set)) void run(solver, "set");
    else if (state.selected !== before.selected && state.run === null) void look(solver);
  });
  return () => {
    clearTimeout(checking);
    stop();
  };
}

async function checkThenOpen(solver: Client, checker: Client): Promise<void> {
  const { text, step, mechanisms } = now();
  const isLast = () => now().text === text && now().step === step && now().mechanisms === mechanisms;
  const { result } = checker.check({ texts: textsOf(now()), ...settingsOf(now()) });
  const checked = await result;
  if (!isLast()) return;
  if (!("reply" in checked)) {
    if (checked.failure.kind === "crashed") change({ failure: checked.failure, run: null });
    else void run(solver, "open");
    return;
  }
  change({ problems: checked.reply.diagnostics });
  if (checked.reply.status === "faulty") {
    change({ run: null });
    return;
  }
  setTimeout(() => {
    if (isLast()) void run(solver, "open");
  }, OPENED_AFTER);
}

/** Opens or sets, then asks all that the views show. Each step ends where newer inputs came meanwhile. */
async function run(solver: Client, how: "open" | "set"): Promise<void> {
  const of = inputs();
  const { set } = of;
  const isLast = () => isOf(now(), of);
  const tell = (stage: string, part: number | null) => {
    if (isLast()) change({ run: { ...nothingYet, ...now().run, stage, part } });
  };
  change({ run: { ...nothingYet, stage: "reading" }, failure: null });
  const hear = ({ stage, part }: News<"open">) => tell(stage, part);
  const asked = how === "open" ? solver.open(orderOf(now()), hear) : solver.set({ set }, hear);
  const opened = await asked.result;
  if (!isLast()) return;
  if ("failure" in opened) {
    failed(solver, of, opened.failure);
    return;
  }
  if (now().run !== null) change({ run: { ...nothingYet, stage: "solving", effort: opened.reply.effort } });
  await forecast(solver, { ...of, opened: opened.reply }, { isLast, tell });
}

/** What the engine crashed on last: on the same again it is not started a third time. */
let crashedOn: Inputs | null = null;

/**
 * Tells why nothing newer stands. An engine that has crashed is started again by its client, once for the same text.
 */
function failed(solver: Client, of: Inputs, failure: Failure): void {
  if (failure.kind !== "crashed" || (crashedOn !== null && isOf(crashedOn, of))) {
    change({ run: null, failure });
    return;
  }
  crashedOn = of;
  change({ notice: { says: "The engine stopped and was started again. The text is as you typed it." } });
  void run(solver, "open");
}

interface Watch {
  readonly isLast: () => boolean;
  readonly tell: (stage: string, part: number | null) => void;
}

async function forecast(solver: Client, of: Inputs & Pick<Shown, "opened">, { isLast, tell }: Watch): Promise<void> {
  const show = (forecast: Reply<"forecast">) => {
    if (!isLast()) return;
    const { pinned, shown: before } = now();
    const told = before?.opened === of.opened ? before.told : {};
    const shown: Shown = { ...of, forecast, study: null, explained: null, moves: {}, told };
    const asFiled = pinned === null || isOf(pinned, of);
    change({ shown, pinned: asFiled ? shown : pinned });
  };
  const { result } = solver.forecast({}, (news) => {
    if (news.kind === "progress") tell(news.stage, news.part);
    if (news.kind === "first figures" && isLast())
      change({ run: { ...nothingYet, ...now().run, stage: "solving", part: null, glance: news.glance } });
    if (news.kind === "stands" && news.sofar !== null) show(news.sofar);
  });
  const found = await result;
  if (!isLast()) return;
  if ("failure" in found) {
    failed(solver, of, found.failure);
    return;
  }
  show(found.reply);
  const lost = await study(solver, { isLast, tell });
  if (lost?.kind === "crashed") {
    failed(solver, of, lost);
    return;
  }
  if (isLast()) await explain(solver, isLast);
  if (isLast()) await findMoves(solver, isLast);
  if (isLast()) change({ run: null });
}

/** In worlds of more edges than this, the ends of ranges take too long to be waited for. */
const MANY_EDGES = 200_000;
/** Assumptions whose ranges are solved at both ends. */
const RANGES = 10;

/** What moves the outcome that is looked at. */
async function findMoves(solver: Client, isLast: () => boolean): Promise<void> {
  const { shown, selected } = now();
  const answer = selected ?? shown?.opened.outcomes[0];
  if (shown === null || answer === undefined || shown.moves[answer] !== undefined) return;
  change({ run: { ...nothingYet, stage: `what moves ${answer}` } });
  const found = await solver.why({ answer, ranges: shown.opened.world.edges > MANY_EDGES ? 0 : RANGES }).result;
  const { shown: present } = now();
  if (!isLast() || present === null || !("reply" in found)) return;
  const { derivatives } = found.reply;
  if (derivatives.status === "told") grow({ moves: { ...present.moves, [answer]: derivatives } });
}

/** What stands gets another part; so does what is pinned, where that is the same. */
function grow(part: Partial<Shown>): void {
  const { shown, pinned } = now();
  if (shown === null) return;
  const grown = { ...shown, ...part };
  change({ shown: grown, pinned: pinned === shown ? grown : pinned });
}

/** The study under way; null: none is. */
let studying: number | null = null;

async function study(solver: Client, { isLast, tell }: Watch): Promise<Failure | null> {
  const { draws } = now();
  const { id, result } = solver.study(draws === null ? {} : { draws }, (news) => {
    if (news.kind === "progress") tell(STUDYING, news.part);
    if (news.kind === "so far" && isLast()) {
      const { shown } = now();
      if (shown !== null && (shown.study === null || shown.study.study.draws.solved < news.study.draws.solved))
        grow({ study: { of: shown.opened.of, seed: "", study: news.study } });
    }
  });
  studying = id;
  const found = await result;
  if (studying === id) studying = null;
  const { shown } = now();
  if (isLast() && shown !== null && "reply" in found) grow({ study: found.reply });
  return isLast() && "failure" in found ? found.failure : null;
}

/** What the page says while draws are solved. */
export const STUDYING = "solving draws";

/** Ends the study under way: what stands of it stays, and is gone on with by the next. */
export function stopStudy(solver: Client): void {
  if (studying !== null) solver.cancel(studying);
}

/** A study of so many draws of what stands. */
export async function studyAgain(solver: Client, draws: number): Promise<void> {
  const of = inputs();
  const isLast = () => isOf(now(), of);
  change({ draws, run: { ...nothingYet, stage: STUDYING } });
  await study(solver, { isLast, tell: (stage, part) => isLast() && change({ run: { ...nothingYet, stage, part } }) });
  if (isLast()) change({ run: null });
}

async function explain(solver: Client, isLast: () => boolean): Promise<void> {
  change({ run: { ...nothingYet, stage: "reasons" } });
  const found = await solver.explain({}).result;
  const { shown } = now();
  if (isLast() && shown !== null && "reply" in found) grow({ explained: found.reply });
}

/** Another outcome is looked at: what moves it is asked too, once nothing else is under way. */
async function look(solver: Client): Promise<void> {
  const of = inputs();
  const isLast = () => isOf(now(), of);
  await findMoves(solver, isLast);
  if (isLast()) change({ run: null });
}

/** Asks a question of what is open. */
export async function ask(solver: Client, question: string): Promise<void> {
  change({ asked: { question, answer: null, failure: null } });
  const found = await solver.ask({ questions: [question] }).result;
  if (now().asked?.question !== question) return;
  if ("failure" in found) change({ asked: { question, answer: null, failure: found.failure } });
  else change({ asked: { question, answer: found.reply.answers[0], failure: null } });
}
