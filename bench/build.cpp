// Builds the world of bench/counters.ts by hand-written code for this one model: breadth first over the layers, equal
// states merged by a hash table, the same arrays as our world. Prints counts and the processor seconds of every run.
//   build COUNTERS LEVELS TYPES PERIODS RUNS
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <vector>

using u32 = uint32_t;

static u32 hash(u32 x) {
  x = (x ^ (x >> 16)) * 0x85ebca6bu;
  x = (x ^ (x >> 13)) * 0xc2b2ae35u;
  return x ^ (x >> 16);
}

// Numbers distinct words in the order in which they come.
struct Table {
  std::vector<u32> words, slots = std::vector<u32>(32, ~0u);
  bool added = false;
  u32 add(u32 word) {
    u32 mask = slots.size() - 1, at = hash(word) & mask;
    for (; slots[at] != ~0u; at = (at + 1) & mask)
      if (words[slots[at]] == word) { added = false; return slots[at]; }
    added = true;
    slots[at] = words.size();
    words.push_back(word);
    if (words.size() * 2 > mask) grow();
    return words.size() - 1;
  }
  void grow() {
    slots.assign(slots.size() * 2, ~0u);
    u32 mask = slots.size() - 1;
    for (u32 n = 0; n < words.size(); n++) {
      u32 at = hash(words[n]) & mask;
      while (slots[at] != ~0u) at = (at + 1) & mask;
      slots[at] = n;
    }
  }
};

struct World {
  std::vector<u32> nodeEdge, nodeSet, nodePay, nodeState, edgeTarget, edgeSlot, edgeCoefficient, edgeLabel, setSlot;
  std::vector<double> slotLogWeight{0};
  size_t payRows = 0;
};

static u32 bitsFor(u32 n) { u32 b = 1; while ((1u << b) < n) b++; return b; }

static World build(u32 counters, u32 levels, u32 types, u32 periods) {
  World w;
  const u32 bits = bitsFor(levels), typeShift = counters * bits, field = (1u << bits) - 1;
  const double tempo = 0.05, days = 7, convenes = -std::expm1(-tempo * days);
  (void)convenes;  // coefficients 0: idle, 1: convenes, 2: one
  Table pays;
  pays.add(0);
  Table now;
  for (u32 type = 0; type < types; type++) now.add(type << typeShift);
  for (u32 period = 0; period < periods; period++) {
    for (u32 d = 0; d < counters; d++) {
      Table next, sets;
      const u32 end = w.nodeState.size() + now.words.size(), shift = d * bits;
      const u32 mask = d % 2 == 0 ? ~0u : (1u << typeShift) - 1;
      const u32 firstSet = w.setSlot.size();
      for (u32 state : now.words) {
        const u32 level = (state >> shift) & field;
        const bool up = level < levels - 1, down = level > 0;
        w.nodeState.push_back(state);
        w.nodePay.push_back(0);
        w.nodeEdge.push_back(w.edgeTarget.size());
        const u32 set = firstSet + sets.add(state & mask);
        if (sets.added) {
          w.setSlot.push_back(w.slotLogWeight.size());
          w.slotLogWeight.push_back(std::log(0.5));
          for (int k = up + down; k > 0; k--) w.slotLogWeight.push_back(std::log(0.5 / (up + down)));
        }
        w.nodeSet.push_back(set);
        u32 slot = w.setSlot[set];
        auto edge = [&](u32 to, u32 s, u32 c, u32 label) {
          w.edgeTarget.push_back(end + next.add(to));
          w.edgeSlot.push_back(s);
          w.edgeCoefficient.push_back(c);
          w.edgeLabel.push_back(label);
        };
        edge(state, 0, 0, 0);
        edge(state, slot++, 1, 1 + 3 * d);
        if (up) edge(state + (1u << shift), slot++, 1, 2 + 3 * d);
        if (down) edge(state - (1u << shift), slot++, 1, 3 + 3 * d);
      }
      now = std::move(next);
    }
    Table next;
    const u32 end = w.nodeState.size() + now.words.size();
    for (u32 state : now.words) {
      w.nodeState.push_back(state);
      w.nodeSet.push_back(~0u);
      const u32 level = state & field, type = state >> typeShift;
      w.nodePay.push_back(pays.add(level == 0 ? 0 : level * 4096 + type));
      w.nodeEdge.push_back(w.edgeTarget.size());
      w.edgeTarget.push_back(end + next.add(state));
      w.edgeSlot.push_back(0);
      w.edgeCoefficient.push_back(2);
      w.edgeLabel.push_back(0);
    }
    now = std::move(next);
  }
  for (u32 state : now.words) {
    w.nodeState.push_back(state);
    w.nodeSet.push_back(~0u);
    w.nodePay.push_back(0);
    w.nodeEdge.push_back(w.edgeTarget.size());
  }
  w.payRows = pays.words.size();
  return w;
}

int main(int, char** v) {
  for (int run = 0; run < std::atoi(v[5]); run++) {
    const std::clock_t begin = std::clock();
    World w = build(std::atoi(v[1]), std::atoi(v[2]), std::atoi(v[3]), std::atoi(v[4]));
    const double took = double(std::clock() - begin) / CLOCKS_PER_SEC;
    std::printf("%zu %zu %zu %zu %zu %.6f\n", w.nodeState.size(), w.edgeTarget.size(), w.setSlot.size(),
                w.slotLogWeight.size(), w.payRows, took);
  }
}
