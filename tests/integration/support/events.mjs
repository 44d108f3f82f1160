// The change feed as a live stream.
import http from "node:http";
import { until } from "./wait.mjs";

/** A stream of server-sent events; collects what comes. */
export class EventStream {
  constructor() {
    this.events = [];
    this.comments = 0;
    this.ended = false;
    this.raw = "";
  }

  static open(client, { lastEventId, path = "/api/v1/events", headers = {} } = {}) {
    const stream = new EventStream();
    const all = client.headersFor("GET", { accept: "text/event-stream", ...(lastEventId ? { "last-event-id": lastEventId } : {}), ...headers });
    return new Promise((resolve, reject) => {
      stream.request = http.request(client.server.url + path, { headers: all, agent: false }, (response) => {
        stream.status = response.statusCode;
        stream.headers = response.headers;
        response.setEncoding("utf8");
        response.on("data", (text) => stream.#take(text));
        response.on("end", () => (stream.ended = true));
        response.on("error", () => (stream.ended = true));
        resolve(stream);
      });
      stream.request.on("error", reject);
      stream.request.end();
      stream.name = `the stream ${path}`;
      client.server.installation.kept.push(stream);
    });
  }

  // As an answer that is kept for the search for secrets.
  get text() {
    return this.raw;
  }

  #take(text) {
    this.raw += text;
    this.rest = (this.rest ?? "") + text;
    for (let end = this.rest.indexOf("\n\n"); end >= 0; end = this.rest.indexOf("\n\n")) {
      this.#block(this.rest.slice(0, end));
      this.rest = this.rest.slice(end + 2);
    }
  }

  #block(block) {
    const event = {};
    const data = [];
    for (const line of block.split("\n")) {
      if (line.startsWith(":")) this.comments += 1;
      else if (line.startsWith("id:")) event.id = line.slice(3).trim();
      else if (line.startsWith("event:")) event.event = line.slice(6).trim();
      else if (line.startsWith("data:")) data.push(line.slice(5).replace(/^ /, ""));
    }
    if (data.length === 0) return;
    event.data = JSON.parse(data.join("\n"));
    this.events.push(event);
  }

  /** Events of the feed, without hints that are only live. */
  get durable() {
    return this.events.filter((event) => event.id);
  }

  waitFor(what, found, options) {
    return until(what, () => found(this.events), { ...options, show: () => this.events.map((event) => `${event.id} ${event.event}`) });
  }

  close() {
    this.request.destroy();
  }
}
