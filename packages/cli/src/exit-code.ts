/** Exit codes of the command, as `docs/json.md` and `standoff --help` tell them. */
export const ExitCode = {
  ok: 0,
  /** The scenario has errors: nothing was solved. */
  faulty: 1,
  /** Wrong use: unknown command or option, no such scenario. */
  usage: 2,
  /** The solver did not reach its tolerance: nothing is called solved. */
  notConverged: 3,
  /** The scenario needs more memory than allowed. */
  tooLarge: 4,
  /** Output could not be written: disk full, no permission. */
  cannotWrite: 5,
  /** A bug of ours. */
  internal: 70,
  /** Ctrl-C. */
  interrupted: 130,
} as const;

/** Ends a verb with a code after its messages are written; caught by `runProgram`. */
export class Stop extends Error {
  readonly code: number;
  constructor(code: number, message = "") {
    super(message);
    this.code = code;
  }
}
