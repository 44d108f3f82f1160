/** "Firefox on Linux" from what a browser says of itself; the text itself when it says nothing known. */
export function browserName(agent: string | null): string | null {
  if (!agent) return null;
  const browser =
    agent.includes("Edg/") ? "Edge"
    : agent.includes("OPR/") ? "Opera"
    : agent.includes("Firefox/") ? "Firefox"
    : agent.includes("Chrome/") ? "Chrome"
    : agent.includes("Safari/") ? "Safari"
    : null;
  const system =
    /iPhone|iPad/.test(agent) ? "iOS"
    : agent.includes("Android") ? "Android"
    : agent.includes("Mac OS X") ? "macOS"
    : agent.includes("Windows") ? "Windows"
    : agent.includes("Linux") ? "Linux"
    : null;
  if (!browser) return agent.length > 60 ? `${agent.slice(0, 60)}…` : agent;
  return system ? `${browser} on ${system}` : browser;
}
