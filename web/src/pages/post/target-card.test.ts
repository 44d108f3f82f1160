import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { MemoryRouter } from "react-router";
import { describe, expect, it, vi } from "vitest";
import type { Post, Target, TargetStatus } from "@/services/wire";
import { p } from "@/strings/posts";
import { TargetCard } from "./target-card";

vi.mock("@/components/connect/connect-context", () => ({ useConnect: () => ({ start: () => undefined, open: () => undefined }) }));

function shown(status: TargetStatus, mayWrite: boolean): string {
  const target = {
    id: "t1", connectionId: "c1", platform: "x", content: null, title: null, link: null, thread: null, mediaIds: null, options: {},
    format: "text", status, nextTryAt: null, attempts: 3, externalId: null, permalink: null, publishedAt: null,
    error: { code: "outcome_unknown", message: "The platform broke the connection off.", field: null },
  } satisfies Target;
  const post = { id: "p1", content: "Hi", status: "partial", targets: [target] } as unknown as Post;
  const card = createElement(TargetCard, { post, target, connection: undefined, lines: [], mayWrite });
  const page = createElement(MemoryRouter, null, createElement(QueryClientProvider, { client: new QueryClient() }, card));
  return renderToStaticMarkup(createElement(MantineProvider, null, page));
}

describe("TargetCard", () => {
  it.each<[TargetStatus, boolean]>([
    ["needs_attention", true], ["needs_attention", false], ["failed", true], ["failed", false],
  ])("says why a target is %s (may write: %s)", (status, mayWrite) => {
    expect(shown(status, mayWrite)).toContain("The platform broke the connection off.");
  });

  it("offers the two choices only to those who may make them", () => {
    expect(shown("needs_attention", true)).toContain(p.attention.mark);
    expect(shown("needs_attention", false)).not.toContain(p.attention.mark);
    expect(shown("needs_attention", false)).toContain(p.attention.othersLook);
  });
});
