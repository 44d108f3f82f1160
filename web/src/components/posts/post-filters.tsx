import { Group, Select, TextInput } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import type { ReactNode } from "react";
import type { PeriodName, PostFilterChange } from "@/lib/post-filter";
import type { PostFilter, PostSort } from "@/services/analytics";
import { t } from "@/strings";

interface Props {
  filter: PostFilter;
  period: PeriodName;
  onChange: (change: PostFilterChange) => void;
  /** More filters, before the ones of every list. */
  children?: ReactNode;
}

const media_types = ["image", "video", "carousel", "reel", "story", "text", "link"];
const width = { base: "calc(50% - 5px)", xs: 160 };

export function PostFilters({ filter, period, onChange, children }: Props) {
  const narrow = useMediaQuery("(max-width: 48em)");
  return (
    <Group gap="xs" px="md" pb="sm" role="group" aria-label={t.analytics.filters} align="flex-end">
      {children}
      <Select
        size="xs" w={width} aria-label={t.posts.type} value={filter.mediaType ?? ""}
        onChange={(value) => onChange({ mediaType: value ?? "" })}
        data={[{ value: "", label: t.posts.allTypes }, ...media_types.map((type) => ({ value: type, label: t.posts.types[type] ?? type }))]}
      />
      <Select
        size="xs" w={width} aria-label={t.analytics.period} value={period}
        onChange={(value) => onChange({ period: (value ?? "all") as PeriodName })}
        data={Object.entries(t.analytics.periods).map(([value, label]) => ({ value, label }))}
      />
      {period === "custom" && (
        <>
          <DayInput label={t.analytics.from} value={filter.from} max={filter.to} onChange={(from) => onChange({ from })} />
          <DayInput label={t.analytics.to} value={filter.to} min={filter.from} onChange={(to) => onChange({ to })} />
        </>
      )}
      {narrow && (
        <Select
          size="xs" w={width} aria-label={t.posts.sortBy} value={filter.sort}
          onChange={(value) => onChange({ sort: (value ?? "postedAt") as PostSort, order: "desc" })}
          data={Object.entries(t.posts.sort).map(([value, label]) => ({ value, label: `${t.posts.sortBy}: ${label}` }))}
        />
      )}
    </Group>
  );
}

interface DayProps {
  label: string;
  value: string | undefined;
  min?: string;
  max?: string;
  onChange: (day: string) => void;
}

function DayInput({ label, value, min, max, onChange }: DayProps) {
  return (
    <TextInput
      type="date" size="xs" w={width} aria-label={label} value={value ?? ""} min={min} max={max}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
