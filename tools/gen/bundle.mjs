// Bundles schema/openapi.yaml and its neighbours into one JSON document, from
// which all the generators work and which the server serves. It also lints:
// a document that breaks OpenAPI's rules is not written.
//
//   node tools/gen/bundle.mjs SCHEMA OUTPUT
import { writeFile } from "node:fs/promises";

import { bundle, createConfig, formatProblems, lintFromString } from "@redocly/openapi-core";

const [input, output] = process.argv.slice(2);
if (!input || !output) {
  console.error("usage: bundle.mjs SCHEMA OUTPUT");
  process.exit(2);
}

const config = await createConfig({
  extends: ["minimal"],
  rules: {
    "operation-operationId": "error",
    "operation-summary": "error",
    "no-unused-components": "error",
    // The engines have no accounts, and the server is wherever it was started.
    "security-defined": "off",
    "no-empty-servers": "off",
  },
});

const { bundle: document, problems } = await bundle({ ref: input, config });
const text = JSON.stringify(document.parsed, null, 2) + "\n";
problems.push(...(await lintFromString({ source: text, absoluteRef: output, config })));
const errors = problems.filter((p) => p.severity === "error");
if (problems.length > 0) {
  const totals = { errors: errors.length, warnings: problems.length - errors.length, ignored: 0 };
  formatProblems(problems, { totals, format: "codeframe" });
}
if (errors.length > 0) {
  process.exit(1);
}
await writeFile(output, text);
