// The sweeps and one solver iteration as plain C++ loops over the same arrays, to measure ours against. Reads a world's
// raw arrays with a manifest of "name offset length" lines, runs a kernel twice and then as often as it is told, prints the
// processor's seconds that one of these runs took, and writes the last result so that the bench can compare it.
//   sweeps WORLD MANIFEST KERNEL RUNS INPUT OUTPUT
// INPUT: the policy (f64 per slot), then for "backward"/"iterate" the reach (f64 per node). OUTPUT: reach, values, or policy and values.
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <map>
#include <string>
#include <ctime>
#include <vector>

struct Bytes {
  std::vector<char> data;
  explicit Bytes(const char* path) {
    std::ifstream in(path, std::ios::binary | std::ios::ate);
    if (!in) { std::fprintf(stderr, "cannot read %s\n", path); std::exit(2); }
    data.resize(static_cast<size_t>(in.tellg()));
    in.seekg(0);
    in.read(data.data(), static_cast<std::streamsize>(data.size()));
  }
};

struct World {
  Bytes bytes;
  std::map<std::string, std::pair<size_t, size_t>> place;
  World(const char* world, const char* manifest) : bytes(world) {
    std::ifstream in(manifest);
    std::string name;
    size_t offset, length;
    while (in >> name >> offset >> length) place[name] = {offset, length};
  }
  const uint32_t* u32(const char* name) { return reinterpret_cast<const uint32_t*>(bytes.data.data() + place.at(name).first); }
  const double* f64(const char* name) { return reinterpret_cast<const double*>(bytes.data.data() + place.at(name).first); }
  size_t length(const char* name) { return place.at(name).second; }
};

static void forward(World& w, const double* policy, double* reach) {
  const uint32_t *nodeEdge = w.u32("nodeEdge"), *target = w.u32("edgeTarget"), *slot = w.u32("edgeSlot"), *co = w.u32("edgeCoefficient");
  const double* coefficient = w.f64("coefficient");
  const size_t nodes = w.length("nodeSet"), starts = w.length("startNode");
  std::memset(reach, 0, nodes * sizeof(double));
  for (size_t s = 0; s < starts; s++) reach[w.u32("startNode")[s]] += w.f64("startChance")[s];
  for (size_t n = 0; n < nodes; n++) {
    const double mass = reach[n];
    if (mass == 0) continue;
    for (uint32_t e = nodeEdge[n]; e < nodeEdge[n + 1]; e++) reach[target[e]] += mass * coefficient[co[e]] * policy[slot[e]];
  }
}

template <int COLUMNS>
static void backward(World& w, const double* policy, double* values) {
  const uint32_t *nodeEdge = w.u32("nodeEdge"), *target = w.u32("edgeTarget"), *slot = w.u32("edgeSlot"), *co = w.u32("edgeCoefficient");
  const uint32_t *label = w.u32("edgeLabel"), *labelPay = w.u32("labelPay"), *nodePay = w.u32("nodePay"), *layerNode = w.u32("layerNode");
  const double *coefficient = w.f64("coefficient"), *payRow = w.f64("payRow"), *discount = w.f64("layerDiscount");
  for (size_t layer = w.length("layerKind"); layer-- > 0;) {
    const double* d = discount + layer * COLUMNS;
    for (size_t n = layerNode[layer]; n < layerNode[layer + 1]; n++) {
      double sum[COLUMNS];
      for (int c = 0; c < COLUMNS; c++) sum[c] = payRow[nodePay[n] * COLUMNS + c];
      for (uint32_t e = nodeEdge[n]; e < nodeEdge[n + 1]; e++) {
        const double p = coefficient[co[e]] * policy[slot[e]];
        const double *pay = payRow + labelPay[label[e]] * COLUMNS, *next = values + static_cast<size_t>(target[e]) * COLUMNS;
        for (int c = 0; c < COLUMNS; c++) sum[c] += p * (pay[c] + d[c] * next[c]);
      }
      for (int c = 0; c < COLUMNS; c++) values[n * COLUMNS + c] = sum[c];
    }
  }
}

// One solver iteration: beliefs from reach, logit choices layer by layer, values under the new choices.
template <int COLUMNS>
static void iterate(World& w, const double* lambdas, const double* reach, double* policy, double* values) {
  const uint32_t *nodeEdge = w.u32("nodeEdge"), *target = w.u32("edgeTarget"), *slot = w.u32("edgeSlot"), *co = w.u32("edgeCoefficient");
  const uint32_t *label = w.u32("edgeLabel"), *labelPay = w.u32("labelPay"), *nodePay = w.u32("nodePay"), *layerNode = w.u32("layerNode");
  const uint32_t *nodeSet = w.u32("nodeSet"), *setSlot = w.u32("setSlot"), *setActor = w.u32("setActor"), *setWeights = w.u32("setWeights");
  const double *coefficient = w.f64("coefficient"), *payRow = w.f64("payRow"), *discount = w.f64("layerDiscount");
  const double *weightRow = w.f64("weightRow"), *logWeight = w.f64("slotLogWeight");
  const size_t slots = w.length("slotLogWeight");
  static std::vector<double> q, mass;
  q.assign(slots, 0);
  mass.assign(slots, 0);
  policy[0] = 1;
  for (size_t layer = w.length("layerKind"); layer-- > 0;) {
    const double* d = discount + layer * COLUMNS;
    const size_t first = layerNode[layer], last = layerNode[layer + 1];
    uint32_t lowSet = UINT32_MAX, highSet = 0;
    for (size_t n = first; n < last; n++) {
      const uint32_t set = nodeSet[n];
      if (set == UINT32_MAX) continue;
      if (set < lowSet) lowSet = set;
      if (set > highSet) highSet = set;
      const double* weights = weightRow + setWeights[set] * COLUMNS;
      for (uint32_t e = nodeEdge[n]; e < nodeEdge[n + 1]; e++) {
        if (slot[e] == 0) continue;
        const double m = reach[n] * coefficient[co[e]];
        const double *pay = payRow + labelPay[label[e]] * COLUMNS, *next = values + static_cast<size_t>(target[e]) * COLUMNS;
        double value = 0;
        for (int c = 0; c < COLUMNS; c++) value += weights[c] * (pay[c] + d[c] * next[c]);
        q[slot[e]] += m * value;
        mass[slot[e]] += m;
      }
    }
    for (uint32_t set = lowSet; lowSet != UINT32_MAX && set <= highSet; set++) {
      const double lambda = lambdas[setActor[set]];
      double most = -INFINITY, total = 0;
      for (uint32_t s = setSlot[set]; s < setSlot[set + 1]; s++) {
        q[s] = mass[s] > 0 ? q[s] / mass[s] : 0;
        policy[s] = logWeight[s] + lambda * q[s];
        if (policy[s] > most) most = policy[s];
      }
      for (uint32_t s = setSlot[set]; s < setSlot[set + 1]; s++) total += policy[s] = std::exp(policy[s] - most);
      for (uint32_t s = setSlot[set]; s < setSlot[set + 1]; s++) policy[s] /= total;
    }
    for (size_t n = first; n < last; n++) {
      double sum[COLUMNS];
      for (int c = 0; c < COLUMNS; c++) sum[c] = payRow[nodePay[n] * COLUMNS + c];
      for (uint32_t e = nodeEdge[n]; e < nodeEdge[n + 1]; e++) {
        const double p = coefficient[co[e]] * policy[slot[e]];
        const double *pay = payRow + labelPay[label[e]] * COLUMNS, *next = values + static_cast<size_t>(target[e]) * COLUMNS;
        for (int c = 0; c < COLUMNS; c++) sum[c] += p * (pay[c] + d[c] * next[c]);
      }
      for (int c = 0; c < COLUMNS; c++) values[n * COLUMNS + c] = sum[c];
    }
  }
}

static double seconds() {
  timespec now;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

int main(int argc, char** argv) {
  if (argc != 7) return 2;
  World w(argv[1], argv[2]);
  const std::string kernel = argv[3];
  const int runs = std::atoi(argv[4]);
  Bytes input(argv[5]);
  const size_t nodes = w.length("nodeSet"), slots = w.length("slotLogWeight");
  constexpr int COLUMNS = 4;
  const double* given = reinterpret_cast<const double*>(input.data.data());
  const double *reachIn = given + slots, lambdas[] = {0.2, 0.2, 0.2, 0.2};
  std::vector<double> policy(given, given + slots), reach(nodes), values(nodes * COLUMNS);
  double begin = 0;
  for (int run = -2; run < runs; run++) {
    if (run == 0) begin = seconds();
    if (kernel == "forward") forward(w, policy.data(), reach.data());
    else if (kernel == "backward") backward<COLUMNS>(w, policy.data(), values.data());
    else iterate<COLUMNS>(w, lambdas, reachIn, policy.data(), values.data());
  }
  std::printf("%.9f\n", (seconds() - begin) / runs);
  std::ofstream out(argv[6], std::ios::binary);
  const std::vector<double>& result = kernel == "forward" ? reach : values;
  out.write(reinterpret_cast<const char*>(result.data()), static_cast<std::streamsize>(result.size() * sizeof(double)));
  if (kernel == "iterate") out.write(reinterpret_cast<const char*>(policy.data()), static_cast<std::streamsize>(slots * sizeof(double)));
}
