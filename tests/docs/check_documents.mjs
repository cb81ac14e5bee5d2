// Judges OpenAPI documents by the schema of OpenAPI 3.1, which its authors publish, including every
// schema in them by JSON Schema 2020-12 and OpenAPI's additions to it.
//
//     node check_documents.mjs FILE...        prints as JSON: for each file a list of what is wrong

import { readFileSync } from "node:fs";
import { validate } from "@hyperjump/json-schema/openapi-3-1";

const isValid = await validate("https://spec.openapis.org/oas/3.1/schema-base");

function problems(document) {
    const { valid, errors } = isValid(document, "BASIC");
    if (valid) return [];
    return errors.map((error) => `${error.instanceLocation}: against ${error.absoluteKeywordLocation}`);
}

const files = process.argv.slice(2);
const results = files.map((file) => problems(JSON.parse(readFileSync(file, "utf8"))));
console.log(JSON.stringify(results));
