import { ActionIcon, Button, Group, SegmentedControl, Skeleton, Text } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { lazy, useState } from "react";
import { useSearchParams } from "react-router";
import { EmptyState } from "@/components/empty-state";
import { ErrorPanel } from "@/components/error-panel";
import { LazyDialog } from "@/components/lazy-dialog";
import { PageHeader } from "@/components/page-header";
import { PostRow } from "@/components/publishing/post-row";
import { Section } from "@/components/section";
import {
  byDay, daysOf, matches, moveTo, problemsOf, rangeOf, stepped, timeOf, type CalendarFilter, type CalendarView,
} from "@/lib/calendar";
import { useNow } from "@/lib/use-now";
import { dayOf } from "@/lib/wall-clock";
import { useMay, useZone } from "@/services/auth";
import { useConnections } from "@/services/connections";
import { isCut, usePostsOf } from "@/services/posts";
import type { Post } from "@/services/wire";
import { k } from "@/strings/calendar";
import { p } from "@/strings/posts";
import { CalendarFilters } from "./calendar-filters";
import { CalendarGrid } from "./calendar-grid";
import { CalendarList } from "./calendar-list";
import { useMoves } from "./use-moves";

const SlotsDrawer = lazy(() => import("./slots-drawer"));
const MoveModal = lazy(() => import("./move-modal"));

const views: CalendarView[] = ["month", "week", "list"];
const filter_names = ["platform", "connectionId", "campaignId", "status"] as const;

/** What goes out when. View, day and filters live in the address. */
export default function CalendarPage() {
  const zone = useZone();
  const now = useNow();
  const mayWrite = useMay("connect");
  const [search, setSearch] = useSearchParams();
  // Seven columns do not fit on a phone.
  const narrow = useMediaQuery("(max-width: 48em)", undefined, { getInitialValueInEffect: false });
  const usual: CalendarView = narrow ? "list" : "month";
  const view = views.find((one) => one === search.get("view")) ?? usual;
  const asked = search.get("day") ?? "";
  const today = dayOf(now, zone);
  const day = /^\d{4}-\d{2}-\d{2}$/.test(asked) && !Number.isNaN(Date.parse(asked)) ? asked : today;
  const filter: CalendarFilter = Object.fromEntries(filter_names.flatMap((name) => {
    const value = search.get(name);
    return value ? [[name, value]] : [];
  }));
  const set = (change: Record<string, string | null>) => setSearch((before) => {
    const next = new URLSearchParams(before);
    for (const [name, value] of Object.entries(change)) {
      if (value) next.set(name, value);
      else next.delete(name);
    }
    return next;
  }, { replace: true });

  const days = daysOf(view, day);
  const posts = usePostsOf(rangeOf(days, zone));
  const connections = useConnections().data ?? [];
  const broken = new Set(connections.filter((one) => one.status !== "active").map((one) => one.id));
  const shown = (posts.data ?? []).filter((one) => matches(one, filter));
  const dated = byDay(shown, zone);
  const drafts = shown.filter((one) => timeOf(one) === null);
  // What crowds another post does so whether or not that is filtered away.
  const problems = problemsOf(posts.data ?? [], broken);
  const move = useMoves(zone);
  const slotsOpened = search.has("slots");
  const [moving, setMoving] = useState<Post | null>(null);
  const drop = (id: string, to: string) => {
    const post = shown.find((one) => one.id === id);
    if (post) move(post, moveTo(post, to, zone, now));
  };
  const board = { days, month: day.slice(0, 7), today, zone, posts: dated, problems, mayMove: mayWrite, onMove: setMoving, onDrop: drop };
  const filtered = Object.keys(filter).length > 0;

  return (
    <>
      <PageHeader title={k.title}>
        <Button size="xs" variant="default" onClick={() => set({ slots: "open" })}>{k.slots}</Button>
        <SegmentedControl
          size="xs" aria-label={k.view} value={view} onChange={(next) => set({ view: next === usual ? null : next })}
          data={views.map((one) => ({ value: one, label: k.views[one] }))}
        />
      </PageHeader>
      <Group justify="space-between" gap="sm" mb="sm">
        <Group gap={4}>
          <ActionIcon onClick={() => set({ day: stepped(view, day, -1) })} aria-label={k.previous[view]}><IconChevronLeft size={18} aria-hidden /></ActionIcon>
          <ActionIcon onClick={() => set({ day: stepped(view, day, 1) })} aria-label={k.next[view]}><IconChevronRight size={18} aria-hidden /></ActionIcon>
          <Button size="xs" variant="default" onClick={() => set({ day: null })}>{k.today}</Button>
          <Text fw={600} ml="xs" role="status">{titleOf(view, days, day)}</Text>
        </Group>
        <Text size="xs" c="dimmed">{k.inZone(zone)}</Text>
      </Group>
      <CalendarFilters filter={filter} connections={connections} onChange={set} />
      {posts.data && isCut(posts.data) && (
        <Text size="xs" c="var(--warn)" mb="xs" role="status">{p.cut(posts.data.length)} {view !== "week" && k.cutHint}</Text>
      )}
      {posts.isPending ? (
        <Skeleton h={480} />
      ) : posts.isError && !posts.data ? (
        <ErrorPanel error={posts.error} onRetry={() => void posts.refetch()} />
      ) : (
        <div style={{ opacity: posts.isPlaceholderData ? 0.6 : 1 }} aria-busy={posts.isPlaceholderData}>
          {view === "list"
            ? dated.size > 0
              ? <CalendarList {...board} />
              : <EmptyState title={filtered ? k.noMatch : k.empty} body={k.emptyBody} action={filtered && <Button variant="default" onClick={() => set({ platform: null, connectionId: null, campaignId: null, status: null })}>{k.clear}</Button>} />
            : <CalendarGrid {...board} tall={view === "week"} />}
          {view !== "list" && mayWrite && !narrow && <Text size="xs" c="dimmed" mt="xs">{k.hint}</Text>}
        </div>
      )}
      {drafts.length > 0 && (
        <div style={{ marginTop: 16 }}>
          <Section flush title={k.drafts}>{drafts.map((one) => <PostRow key={one.id} post={one} />)}</Section>
        </div>
      )}
      <LazyDialog wanted={slotsOpened}>
        <SlotsDrawer opened={slotsOpened} onClose={() => set({ slots: null })} />
      </LazyDialog>
      <LazyDialog wanted={moving !== null}>
        <MoveModal post={moving} zone={zone} onClose={() => setMoving(null)} onMove={move} />
      </LazyDialog>
    </>
  );
}

function titleOf(view: CalendarView, days: readonly string[], day: string): string {
  const format = (of: string, options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat("en-GB", { ...options, timeZone: "UTC" }).format(new Date(`${of}T00:00:00Z`));
  if (view !== "week") return format(day, { month: "long", year: "numeric" });
  return `${format(days[0] ?? day, { day: "numeric", month: "short" })} – ${format(days.at(-1) ?? day, { day: "numeric", month: "short", year: "numeric" })}`;
}
