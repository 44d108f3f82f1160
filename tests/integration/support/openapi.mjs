// Checks answers against the OpenAPI document that the server itself serves.
import assert from "node:assert/strict";
import Ajv2020 from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

const componentsPrefix = "#/components/schemas/";

/** Answers must hold what the document names, and nothing else: every object is closed. */
function closed(schema) {
  if (Array.isArray(schema)) return schema.map(closed);
  if (schema === null || typeof schema !== "object") return schema;
  const out = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]));
  if (out.properties && out.additionalProperties === undefined) out.additionalProperties = false;
  if (typeof out.$ref === "string") out.$ref = out.$ref.replace(componentsPrefix, "components#/$defs/");
  return out;
}

function templateToPattern(template) {
  const escaped = template.replace(/[.*+?^$()|[\]\\]/g, "\\$&").replace(/\{[^}]+\}/g, "[^/]+");
  return new RegExp(`^${escaped}$`);
}

export class Contract {
  constructor(document) {
    this.document = document;
    this.ajv = new Ajv2020({ strict: true, strictTypes: false, strictRequired: false, allErrors: true });
    addFormats(this.ajv);
    this.ajv.addSchema({ $id: "components", $defs: closed(document.components.schemas) });
    this.validators = new Map();
    this.routes = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({
        method: method.toUpperCase(),
        path,
        operation,
        pattern: templateToPattern(path),
        variables: (path.match(/\{/g) ?? []).length,
      })),
    );
    // A literal segment goes before a variable one.
    this.routes.sort((a, b) => a.variables - b.variables);
  }

  find(method, path) {
    const wanted = method === "HEAD" ? "GET" : method;
    return this.routes.find((route) => route.method === wanted && route.pattern.test(path));
  }

  /** Fails when the answer is not one that the document announces. */
  check(method, path, answer) {
    const what = `${method} ${path} -> ${answer.status}`;
    const route = this.find(method, path);
    if (route) return this.#checkRoute(what, method, route, answer);
    const isOurs = path.startsWith("/api/") && path !== "/api/v1/openapi.json";
    if (isOurs) {
      assert.ok(answer.status >= 400, `${what}: answered although the document has no such route`);
      if (method !== "HEAD") this.#checkJson(what, { $ref: `${componentsPrefix}ErrorEnvelope` }, answer);
    }
  }

  #checkRoute(what, method, route, answer) {
    const { responses } = route.operation;
    const range = `${Math.floor(answer.status / 100)}XX`;
    const declared = responses[answer.status] ?? responses[range];
    assert.ok(declared, `${what}: the status is not in the document`);
    if (method === "HEAD") return;
    if (!declared.content) {
      assert.equal(answer.bytes.length, 0, `${what}: a body that is not in the document: ${answer.text.slice(0, 300)}`);
      return;
    }
    const type = String(answer.headers["content-type"] ?? "").split(";")[0].trim();
    const media = declared.content[type];
    assert.ok(media, `${what}: the document has no '${type}' here, only ${Object.keys(declared.content).join(", ")}`);
    if (type === "application/json") this.#checkJson(what, media.schema, answer);
  }

  #checkJson(what, schema, answer) {
    const key = JSON.stringify(schema);
    let validate = this.validators.get(key);
    if (!validate) {
      validate = this.ajv.compile(closed(schema));
      this.validators.set(key, validate);
    }
    const type = String(answer.headers["content-type"] ?? "");
    assert.match(type, /^application\/json(;|$)/, `${what}: not JSON but '${type}': ${answer.text.slice(0, 300)}`);
    const valid = validate(answer.json);
    assert.ok(valid, `${what}: breaks its schema: ${JSON.stringify(validate.errors, null, 2)}\n${answer.text.slice(0, 1500)}`);
  }
}
