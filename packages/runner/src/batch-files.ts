/**
 * Batch files that solve a study in shards and then merge them: for Slurm, Kubernetes, and GNU parallel on machines
 * that share a folder. Text that is read before it is run; nothing is started from here.
 */

export type Engine = "slurm" | "kubernetes" | "parallel";

export interface BatchWishes {
  /** Words that start the command, as a shell takes them. */
  readonly typed: string;
  /** `study run SCENARIO ...` without shard, as a shell takes it: one word each. */
  readonly run: readonly string[];
  /** `study merge STORE ...` likewise. */
  readonly merge: readonly string[];
  readonly shards: number;
  /** Shards that run at once. */
  readonly atOnce: number;
  readonly threads: number;
  /** Gigabytes for a shard. */
  readonly memory: number;
  /** The name of a study, for those who look at a list of jobs: letters, digits, "-". */
  readonly name: string;
}

/** The batch file for that engine. */
export function batchFile(engine: Engine, wishes: BatchWishes): string {
  return { slurm, kubernetes, parallel }[engine](wishes);
}

/** Lets a shard that was killed between two files go on: it solves only what does not stand yet. */
const GOES_ON = "A shard that ends early goes on from the draws that stand when it is started again.";

function slurm({ typed, run, merge, shards, atOnce, threads, memory, name }: BatchWishes): string {
  return `#!/bin/bash
# Study ${name} in ${shards} shards under Slurm, and one job that merges them:
#   bash ${name}.sh             submits both
# The merge names what is missing, if a shard failed; submit the file again then. Nodes must share this folder and the store. ${GOES_ON}
# Slurm starts one to a few tasks a second, so a shard should hold minutes of draws, not seconds.
#SBATCH --job-name=${name}
#SBATCH --array=1-${shards}%${atOnce}
#SBATCH --ntasks=1
#SBATCH --cpus-per-task=${threads}
#SBATCH --mem=${Math.ceil(memory * 1024)}M
#SBATCH --requeue
#SBATCH --open-mode=append
#SBATCH --output=${name}-%a.log
set -euo pipefail

if [ -z "\${SLURM_ARRAY_TASK_ID:-}" ]; then
  study=$(sbatch --parsable "$0")
  merge=$(sbatch --parsable --dependency="afterany:$study" --job-name=${name}-merge --array=0 --output=${name}.txt "$0")
  echo "shards: job $study; their merge: job $merge, into ${name}.txt"
  exit
fi

cd "$SLURM_SUBMIT_DIR"
if [ "$SLURM_ARRAY_TASK_ID" = 0 ]; then
  exec ${[typed, ...merge].join(" ")}
fi
exec ${[typed, ...run].join(" ")} --shard "$SLURM_ARRAY_TASK_ID/${shards}" --threads ${threads}
`;
}

function parallel({ typed, run, merge, shards, atOnce, threads, name }: BatchWishes): string {
  return `#!/bin/bash
# Study ${name} in ${shards} shards by GNU parallel, ${atOnce} at once, then merged. On several machines: add --sshloginfile HOSTS
# and --workdir . (they must share this folder and the store). ${GOES_ON}
set -euo pipefail
cd "$(dirname "$0")"
seq 1 ${shards} | parallel --jobs ${atOnce} --retries 3 --halt now,fail=1 \\
  ${[typed, ...run].join(" ")} --shard {}/${shards} --threads ${threads}
${[typed, ...merge].join(" ")}
`;
}

/** A word as YAML takes it, in double quotes, as JSON does. */
const yaml = (word: string) => JSON.stringify(word);

/** How often Kubernetes starts a shard again that failed. */
const STARTED_AGAIN = 3;

/**
 * What a shard does there. On its last try it keeps a mark fresh until it is solved: a mark that is there and old is of
 * one that failed for good, however it ended.
 */
function shardInPod(command: string, name: string): string {
  const mark = `${name}.last/$JOB_COMPLETION_INDEX`;
  const fresh = `(mkdir -p ${name}.last; while echo > ${mark}; do sleep 60; done) &`;
  const failed = `code=$?; kill $!; wait $!; touch -t 202001010000 ${mark}; exit $code`;
  return `[ "$SHARD_FAILURES" = ${STARTED_AGAIN} ] || exec ${command}; ${fresh} if ${command}; then kill $!; wait $!; rm -f ${mark}; else ${failed}; fi`;
}

/** Merges as soon as all shards stand, or ends where one failed for good. */
function mergeInPod(command: string, { name, shards }: BatchWishes): string {
  const failed = `failed=$(find ${name}.last -type f -mmin +10 -exec basename {} \\; 2> /dev/null | sort -n)`;
  const says = `for i in $failed; do echo "shard $((i + 1)) of ${shards} failed ${STARTED_AGAIN + 1} times, its last: see the log of its pod; then delete both jobs and apply this file again" >&2; done`;
  const end = `if [ -n "$failed" ]; then cat ${name}.waiting >&2; ${says}; rm -rf ${name}.last; exit 1; fi`;
  return `until ${command} > ${name}.txt 2> ${name}.waiting; do ${failed}; ${end}; sleep 60; done; rm -rf ${name}.last; cat ${name}.txt`;
}

function kubernetes(wishes: BatchWishes): string {
  const { typed, run, merge, shards, atOnce, threads, memory, name } = wishes;
  const solves = `${[typed, ...run].join(" ")} --shard $((JOB_COMPLETION_INDEX + 1))/${shards} --threads ${threads}`;
  const limits = `resources:
            requests: { cpu: "${threads}", memory: ${Math.ceil(memory * 1024)}Mi }
            limits: { memory: ${Math.ceil(memory * 1024)}Mi }
          volumeMounts: [{ name: work, mountPath: /work }]`;
  const rest = `volumes: [{ name: work, persistentVolumeClaim: { claimName: standoff } }]`;
  return `# Study ${name} in ${shards} shards under Kubernetes, and a job that merges them:
#   kubectl apply -f ${name}.yaml
# The image is built by the repository's Dockerfile; the claim "standoff" holds the scenario, and the store if that is a folder; many nodes must
# be able to write it (ReadWriteMany). The merge tries each minute until all shards stand; where one failed for good it says so and ends. ${GOES_ON}
apiVersion: batch/v1
kind: Job
metadata: { name: ${name} }
spec:
  completionMode: Indexed
  completions: ${shards}
  parallelism: ${atOnce}
  backoffLimitPerIndex: ${STARTED_AGAIN}
  maxFailedIndexes: ${shards}
  template:
    spec:
      restartPolicy: Never
      securityContext: { runAsNonRoot: true, runAsUser: 1000, fsGroup: 1000 }
      containers:
        - name: shard
          image: standoff
          workingDir: /work
          env: [{ name: SHARD_FAILURES, valueFrom: { fieldRef: { fieldPath: "metadata.annotations['batch.kubernetes.io/job-index-failure-count']" } } }]
          command: ["sh", "-c", ${yaml(shardInPod(solves, name))}]
          ${limits}
      ${rest}
---
apiVersion: batch/v1
kind: Job
metadata: { name: ${name}-merge }
spec:
  backoffLimit: 0
  template:
    spec:
      restartPolicy: Never
      securityContext: { runAsNonRoot: true, runAsUser: 1000, fsGroup: 1000 }
      containers:
        - name: merge
          image: standoff
          workingDir: /work
          command: ["sh", "-c", ${yaml(mergeInPod([typed, ...merge].join(" "), wishes))}]
          ${limits}
      ${rest}
`;
}
