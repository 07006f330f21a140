#!/usr/bin/env bash
# Makes every generated file from schema/.
#
#   tools/gen/generate.sh           writes them
#   tools/gen/generate.sh --check   writes nothing; names the stale ones, and fails
set -euo pipefail
cd "$(dirname "$0")/../.."
root=$PWD

# Every file that generate makes, below the root.
generated=(
  schema/codes.gen.yaml
  core/code/codes_gen.go
  core/engine/capabilities_gen.go
  core/engine/schema_gen.go
  server/rest/api/openapi.json
  server/rest/api/api_gen.go
  clients-ts/src/schema.gen.ts
  clients-ts/src/schema-hash.gen.ts
  bindings-python/src/twelvefold/_codes_gen.py
  bindings-python/src/twelvefold/api_types_gen.py
)

# need_node installs the npm workspace where it is not there yet.
need_node() {
  [[ -x node_modules/.bin/openapi-typescript ]] || npm ci --no-audit --no-fund
}

# python_generator prints the path of datamodel-codegen, in a virtual
# environment that is made anew when the pinned versions change.
python_generator() {
  local venv=$root/.cache/gen-venv pins=$root/tools/gen/requirements.txt
  if ! cmp -s "$pins" "$venv/requirements.txt"; then
    rm -rf "$venv"
    "${PYTHON:-python3}" -m venv "$venv"
    "$venv/bin/pip" install --quiet --disable-pip-version-check -r "$pins"
    cp "$pins" "$venv/requirements.txt"
  fi
  echo "$venv/bin/datamodel-codegen"
}

# generate TARGET writes all files below TARGET, which has a copy of schema/.
generate() {
  local target=$1
  local bundle=$target/server/rest/api/openapi.json
  mkdir -p "$target"/{server/rest/api,clients-ts/src,bindings-python/src/twelvefold}

  go -C tools/gen run ./codes "$target"
  node tools/gen/bundle.mjs "$target/schema/openapi.yaml" "$bundle"
  go -C tools/gen run ./schemahash "$target"
  go -C tools/gen tool oapi-codegen -config oapi-codegen.yaml -o "$target/server/rest/api/api_gen.go" "$bundle"
  # The generator has no option for a stricter reading of bodies.
  sed -i 's/runtime\.BindJSONBody(r, &body)/decodeJSON(r, \&body)/' "$target/server/rest/api/api_gen.go"
  node_modules/.bin/openapi-typescript "$bundle" --root-types --root-types-no-schema-prefix \
    --output "$target/clients-ts/src/schema.gen.ts" >&2
  "$(python_generator)" --input "$bundle" --input-file-type openapi \
    --output "$target/bindings-python/src/twelvefold/api_types_gen.py" \
    --output-model-type pydantic_v2.BaseModel --target-python-version 3.11 \
    --use-annotated --use-standard-collections --use-union-operator --use-schema-description \
    --snake-case-field --enum-field-as-literal one \
    --disable-timestamp --formatters ruff-check ruff-format
}

need_node
# Always in a place of its own: the formatters would follow the settings of
# whatever project they find around their files.
temporary=$(mktemp -d)
trap 'rm -rf "$temporary"' EXIT
mkdir "$temporary/schema"
cp schema/*.yaml "$temporary/schema"
generate "$temporary"

stale=0
for file in "${generated[@]}"; do
  if cmp -s "$file" "$temporary/$file"; then
    continue
  elif [[ ${1:-} == --check ]]; then
    echo "stale: $file (make generate writes it anew)" >&2
    stale=1
  else
    mkdir -p "$(dirname "$file")"
    cp "$temporary/$file" "$file"
    echo "generated: $file"
  fi
done
exit $stale
