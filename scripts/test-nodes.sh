#!/usr/bin/env bash
# Repeats the tests on Node 22 and 24, each on a copy of the checkout with an install of its own. The npm package `node` brings the
# binary and the headers that native modules are compiled against.
set -euo pipefail
cd "$(dirname "$0")/.."

for major in ${NODES:-22 24}; do
  work=$(mktemp -d)
  # Some tests run a child as another user, who must reach this Node.
  chmod 755 "$work"
  mkdir "$work/node" "$work/checkout"
  git ls-files -z | xargs -0 cp --parents -t "$work/checkout"
  (cd "$work/node" && npm init -y >/dev/null && npm install --no-save "node@$major")
  home=$(dirname "$(dirname "$(dirname "$(find "$work/node/node_modules" -path '*/include/node/node.h' | head -n 1)")")")
  echo "== Node $("$home/bin/node" --version)"
  (
    export PATH="$home/bin:$PATH" npm_config_nodedir="$home"
    cd "$work/checkout"
    # The tests ask git which files are tracked.
    git init -q && git add -A
    npm ci
    npm test
  )
  rm -rf "$work"
done
