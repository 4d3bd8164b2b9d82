#!/usr/bin/env bash
# Puts the front-end parts named in ui/web/package.json (the editor, the graph picture) into ui/web/static/vendor, from
# where the app serves them. Prints nothing when they are there already. Without npm the app works with a plain text
# area and a list in their place.
set -euo pipefail
cd "$(dirname "$0")/.."

parts=ui/web
vendor=$parts/static/vendor
stamp=$vendor/.from
wanted=$(cat "$parts/package-lock.json" "$0" | cksum)

if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ]; then
    exit 0
fi
if ! command -v npm >/dev/null; then
    echo "npm is missing: the SPARQL tab gets a plain text area and the Explore tab no picture of a neighbourhood." >&2
    echo "To have them: install Node.js (Debian: sudo apt-get install npm), then run scripts/install-web.sh." >&2
    exit 0
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "$parts/package.json" "$parts/package-lock.json" "$work"
if ! npm --prefix "$work" ci --ignore-scripts --no-audit --no-fund --loglevel=error 2>"$work/log"; then
    cat "$work/log" >&2
    echo "The front-end parts could not be fetched; the app does without them. Try again: scripts/install-web.sh" >&2
    exit 0
fi

modules=$work/node_modules
rm -rf "$vendor"
mkdir -p "$vendor"
cp "$modules"/codemirror/lib/codemirror.{js,css} "$vendor"
cp "$modules"/codemirror/mode/sparql/sparql.js "$vendor"
cp "$modules"/codemirror/addon/edit/{matchbrackets,closebrackets}.js "$vendor"
cp "$modules"/codemirror/addon/hint/show-hint.{js,css} "$vendor"
cp "$modules"/codemirror/addon/display/autorefresh.js "$vendor"
cp "$modules"/codemirror/LICENSE "$vendor/codemirror.LICENSE"
cp "$modules"/cytoscape/dist/cytoscape.min.js "$vendor"
cp "$modules"/cytoscape/LICENSE "$vendor/cytoscape.LICENSE"
echo "$wanted" >"$stamp"
