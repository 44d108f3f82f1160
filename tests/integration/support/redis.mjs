// A Redis server of a test's own, which it may stop, hold up and start again.
import { spawn } from "node:child_process";
import { connect } from "node:net";
import { freePort } from "./ports.mjs";
import { until } from "./wait.mjs";

/** Whether this machine tests with Redis: tools/with-services --redis says so. */
export const hasRedis = (process.env.ROSTRUM_TEST_REDIS_URL ?? "") !== "";

export class Redis {
  /** Started, and empty whenever it is started. */
  static async create({ password = "" } = {}) {
    const redis = new Redis();
    redis.port = await freePort();
    redis.password = password;
    redis.url = `redis://${password && `:${password}@`}127.0.0.1:${redis.port}/0`;
    await redis.start();
    return redis;
  }

  async start() {
    const settings = ["--bind", "127.0.0.1", "--port", String(this.port), "--save", "", "--appendonly", "no"];
    if (this.password) settings.push("--requirepass", this.password);
    this.child = spawn("redis-server", settings, { stdio: "ignore" });
    this.ended = new Promise((resolve) => this.child.once("exit", resolve));
    const kill = () => this.child.kill("SIGKILL");
    process.on("exit", kill);
    this.ended.then(() => process.off("exit", kill));
    await until("Redis answers", () => this.say("PING").then((answer) => /^(\+PONG|-NOAUTH)/.test(answer), () => false), { seconds: 20 });
  }

  /** A SIGKILL ends it even while it is held up. */
  async stop() {
    this.child.kill("SIGKILL");
    await this.ended;
  }

  /** It keeps its connections, and takes new ones, but says nothing. */
  hold() {
    this.child.kill("SIGSTOP");
  }
  letGo() {
    this.child.kill("SIGCONT");
  }

  /** The answer to one command, as it stands on the wire. */
  say(command) {
    return new Promise((resolve, reject) => {
      const socket = connect(this.port, "127.0.0.1", () => socket.write(`${command}\r\n`));
      socket.once("error", reject);
      socket.once("data", (data) => {
        socket.destroy();
        resolve(data.toString());
      });
    });
  }

  async keys(pattern) {
    const answer = await this.say(`KEYS ${pattern}`);
    return answer.split("\r\n").filter((line) => line !== "" && !/^[*$]/.test(line));
  }
}
