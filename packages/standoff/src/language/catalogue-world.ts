/** Catalogue, world: what only the built world shows, such as unreachable moves and chances that fail in some state. */
import type { Family } from "./catalogue-entry.ts";

export const worldEntries = {
  "unreachable-move": {
    severity: "warning",
    title: "A move that can never be made",
    message: 'the move "{name}" is available in no state that can be reached',
    explains:
      "The world holds every state that play can reach. If a move's guard holds in none of them, the move changes nothing: its guard contradicts itself, or what should make it possible never happens.",
    wrong: "call a strike: { when: strike and not strike, does: { strike: yes } }",
    right: "call a strike: { when: not strike, does: { strike: yes } }",
  },
} as const satisfies Family;
