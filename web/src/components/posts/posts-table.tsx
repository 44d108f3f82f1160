import { UnstyledButton } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import type { PlatformPost } from "@/services/wire";
import type { PostSort } from "@/services/analytics";
import { t } from "@/strings";
import { columns, type Column } from "./columns";
import { PostTitle } from "./post-title";
import { useLongList } from "./use-long-list";
import classes from "./posts-table.module.css";

export interface Sorting {
  sort: PostSort;
  order: "asc" | "desc";
}

interface Props {
  posts: PlatformPost[];
  handles: ReadonlyMap<string, string> | null;
  sorting: Sorting;
  onSort: (sorting: Sorting) => void;
  hasMore: boolean;
  onEnd: () => void;
  onOpen: (post: PlatformPost) => void;
}

const row_height = 64;

/** Only the rows in view are drawn, so that ten thousand scroll like ten. */
export default function PostsTable(props: Props) {
  const { posts, handles, hasMore, onOpen } = props;
  const wide = useMediaQuery("(min-width: 75em)", true);
  const shown = columns.filter((column) => wide || !column.wideOnly);
  const { anchor, items, before, after } = useLongList(posts.length, row_height, props.onEnd);

  return (
    <table className={classes.table} aria-label={t.posts.table} aria-rowcount={hasMore ? -1 : posts.length + 1}>
      <thead>
        <tr aria-rowindex={1}>
          <th scope="col">{t.posts.post}</th>
          {shown.map((column) => (
            <Head key={column.key} column={column} {...props} />
          ))}
        </tr>
      </thead>
      <tbody ref={anchor}>
        {before > 0 && <tr aria-hidden style={{ height: before }}><td colSpan={shown.length + 1} /></tr>}
        {items.map((index) => {
          const post = posts[index];
          return post && (
            <tr key={post.id} aria-rowindex={index + 2} style={{ height: row_height }}>
              <td>
                <PostTitle post={post} handle={handles?.get(post.connectionId)} onOpen={onOpen} />
              </td>
              {shown.map((column) => (
                <td key={column.key} data-numeric={column.numeric || undefined}>{column.cell(post)}</td>
              ))}
            </tr>
          );
        })}
        {after > 0 && <tr aria-hidden style={{ height: after }}><td colSpan={shown.length + 1} /></tr>}
      </tbody>
    </table>
  );
}

function Head({ column, sorting, onSort }: Props & { column: Column }) {
  const active = column.sort === sorting.sort;
  const next: Sorting["order"] = active && sorting.order === "desc" ? "asc" : "desc";
  const Arrow = active && sorting.order === "asc" ? IconArrowUp : IconArrowDown;
  const { sort } = column;
  return (
    <th
      scope="col"
      style={{ width: column.width }}
      data-numeric={column.numeric || undefined}
      aria-sort={sort ? (active ? (sorting.order === "asc" ? "ascending" : "descending") : "none") : undefined}
    >
      {sort ? (
        <UnstyledButton className={classes.sort} data-active={active || undefined} onClick={() => onSort({ sort, order: next })}>
          {column.label}
          <Arrow size={12} aria-hidden />
        </UnstyledButton>
      ) : (
        column.label
      )}
    </th>
  );
}
