// Leads whatever a client sends to https://host/path to the sandbox's http://127.0.0.1:PORT/host/path.
import http from "node:http";
import https from "node:https";

/** Clients take it for an agent of TLS; nothing leaves the machine. */
class SandboxAgent extends http.Agent {
  constructor(port) {
    super({ keepAlive: false });
    this.protocol = "https:";
    this.sandboxPort = port;
  }

  // Called when a request is made and its head not yet written.
  addRequest(request, options) {
    const host = options.host ?? options.hostname;
    request.path = `/${host}${request.path}`;
    request.setHeader("host", `127.0.0.1:${this.sandboxPort}`);
    super.addRequest(request, { ...options, host: "127.0.0.1", port: this.sandboxPort });
  }
}

/** From here on all clients of this process talk to the sandbox: they use the agent that Node.js has for all. */
export function leadClientsTo(port) {
  https.globalAgent = new SandboxAgent(port);
}
