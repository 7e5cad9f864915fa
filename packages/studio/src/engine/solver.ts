/** The session that solves, for whatever asks it. */
import { createContext, useContext } from "react";
import type { Client } from "standoff/wire";

export const Solver = createContext<Client | null>(null);

export function useSolver(): Client {
  const solver = useContext(Solver);
  if (solver === null) throw new Error("no solver here");
  return solver;
}
