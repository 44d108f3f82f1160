// Stands in front of a service of S3, and lets through what is signed as AWS's own code signs it.
import { createHash, createHmac } from "node:crypto";
import http from "node:http";
import { SignatureV4 } from "@smithy/signature-v4";

/** SHA-256 and HMAC as the signer wants them. */
class Sha256 {
  constructor(secret) {
    this.hash = secret ? createHmac("sha256", secret) : createHash("sha256");
  }
  update(data) {
    this.hash.update(data);
  }
  async digest() {
    return new Uint8Array(this.hash.digest());
  }
}

/** "20261121T130000Z" */
const timeOf = (text) => new Date(text.replace(/^(....)(..)(..)T(..)(..)(..)Z$/, "$1-$2-$3T$4:$5:$6Z"));

export class SigningProxy {
  static async start({ port, credentials, region }) {
    const proxy = new SigningProxy();
    proxy.target = port;
    proxy.checked = 0;
    proxy.signer = new SignatureV4({ credentials, region, service: "s3", sha256: Sha256, uriEscapePath: false, applyChecksum: false });
    proxy.server = http.createServer((request, response) => proxy.#handle(request, response).catch((error) => response.writeHead(500).end(String(error))));
    await new Promise((resolve) => proxy.server.listen(0, "127.0.0.1", resolve));
    proxy.url = `http://127.0.0.1:${proxy.server.address().port}`;
    return proxy;
  }

  async #handle(request, response) {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const right = await this.#isSigned(request);
    const whole = createHash("sha256").update(body).digest("hex") === request.headers["x-amz-content-sha256"];
    if (!right || !whole) return response.writeHead(403).end(`<Error><Code>${right ? "XAmzContentSHA256Mismatch" : "SignatureDoesNotMatch"}</Code></Error>`);
    this.checked += 1;
    const onward = http.request({ port: this.target, host: "127.0.0.1", method: request.method, path: request.url, headers: request.headers, agent: false }, (answer) => {
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
    });
    onward.on("error", () => response.destroy());
    onward.end(body);
  }

  async #isSigned(request) {
    const given = /SignedHeaders=([^,]+),\s*Signature=([0-9a-f]{64})/.exec(request.headers.authorization ?? "");
    if (!given) return false;
    const url = new URL(request.url, this.url);
    const names = given[1].split(";");
    const signed = await this.signer.sign(
      { method: request.method, protocol: "http:", hostname: "127.0.0.1", path: decodeURI(url.pathname), query: Object.fromEntries(url.searchParams), headers: Object.fromEntries(names.map((name) => [name, request.headers[name]])) },
      { signingDate: timeOf(request.headers["x-amz-date"]), signableHeaders: new Set(names), unhoistableHeaders: new Set(names) },
    );
    return /Signature=([0-9a-f]{64})/.exec(signed.headers.authorization)?.[1] === given[2];
  }

  close() {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(resolve));
  }
}
