#!/usr/bin/env bash
# What the image holds, laid into a folder: the packages as they are published, built from here, beside what they need by the lockfile.
#   bash scripts/lay-image.sh FOLDER     in a clean copy of the repository: its node_modules are replaced by those of production
set -euo pipefail
target=$1
cd "$(dirname "$0")/.."
packed=$(mktemp -d)
npm ci
npm pack --workspaces --silent --pack-destination "$packed"
npm ci --omit=dev --ignore-scripts
mkdir -p "$target"
cp -R node_modules "$target/"
cd "$target/node_modules"
rm -rf standoff @standoff .package-lock.json
for archive in "$packed"/*.tgz; do
  name=$(tar -xzOf "$archive" package/package.json | node -p 'JSON.parse(require("fs").readFileSync(0, "utf8")).name')
  mkdir -p "$name"
  tar -xzf "$archive" -C "$name" --strip-components=1
done
rm -rf "$packed"
