import { Avatar, Text } from "@mantine/core";
import { IconBookmark, IconHeart, IconMessageCircle, IconRepeat, IconSend, IconThumbUp, IconWorld } from "@tabler/icons-react";
import { useState } from "react";
import { MediaThumb } from "@/components/media/media-thumb";
import { platformName } from "@/components/platform-icons";
import { PlatformMark } from "@/components/platform-mark";
import { accountName } from "@/lib/account-name";
import { hostOf } from "@/lib/as-published";
import { atHandle, initials } from "@/lib/format";
import { useMediaByIds } from "@/services/media";
import type { Connection, Media } from "@/services/wire";
import { c } from "@/strings/compose";
import classes from "./preview.module.css";

interface Props {
  platform: string;
  connection: Connection | undefined;
  content: string;
  title: string;
  thread: readonly string[];
  mediaIds: readonly string[];
  /** A link that is shown below the text. */
  card: string | null;
}

type Layout = "picture" | "tall" | "wide" | "feed";

const layouts: Record<string, Layout | undefined> = {
  instagram: "picture", instagram_facebook: "picture", pinterest: "picture", tiktok: "tall", youtube: "wide",
};
/** After how many characters a platform folds a text away. */
const folds: Record<string, number | undefined> = { instagram: 125, instagram_facebook: 125, tiktok: 90, linkedin: 210, facebook: 480, youtube: 100 };

/** Close to what followers will see: where the picture stands, what is folded away, what is shown of whom. */
export default function Preview({ platform, connection, content, title, thread, mediaIds, card }: Props) {
  const files = useMediaByIds(mediaIds);
  const layout = layouts[platform] ?? "feed";
  const head = <Head platform={platform} connection={connection} />;
  const words = <Words key={platform} platform={platform} text={content} />;
  return (
    <article className={classes.card} data-layout={layout} aria-label={c.previewOf(platformName(platform))}>
      {layout === "tall" ? (
        <div className={classes.tall}>
          <Carousel files={files} />
          <div className={classes.over}>{head}{words}</div>
        </div>
      ) : layout === "wide" ? (
        <>
          <Pictures files={files.filter((one) => one.kind === "video").slice(0, 1)} />
          <div className={classes.pad}><Text fw={600} lineClamp={2} dir="auto">{title}</Text>{head}{words}</div>
        </>
      ) : layout === "picture" ? (
        <>{head}<Carousel files={files} /><Actions platform={platform} /><div className={classes.pad}>{words}</div></>
      ) : (
        <>
          {head}
          <div className={classes.pad}>{words}</div>
          <Pictures files={files} />
          {card !== null && <LinkCard link={card} title={platform === "linkedin" ? title : ""} />}
          <Actions platform={platform} />
          {thread.map((part, index) => (
            <div key={index} className={classes.part}>{head}<div className={classes.pad}><Words platform={platform} text={part} /></div></div>
          ))}
        </>
      )}
    </article>
  );
}

function Head({ platform, connection }: { platform: string; connection: Connection | undefined }) {
  const name = connection ? accountName(connection) : platformName(platform);
  return (
    <div className={classes.head}>
      <Avatar src={connection?.avatarUrl} size={32} radius="50%" color="gray" alt="">{initials(name)}</Avatar>
      <div style={{ minWidth: 0, flex: 1 }}>
        <Text size="sm" fw={600} truncate>{name}</Text>
        <Text size="xs" className={classes.faint} truncate>{connection ? atHandle(connection.handle) : ""} · {c.now}</Text>
      </div>
      <PlatformMark platform={platform} size={16} />
    </div>
  );
}

/** Words that begin with # or @, and links, stand out as they do there. */
function Words({ platform, text }: { platform: string; text: string }) {
  const [unfolded, setUnfolded] = useState(false);
  const fold = folds[platform];
  const points = Array.from(text);
  const cut = !unfolded && fold !== undefined && points.length > fold;
  const shown = cut ? `${points.slice(0, fold).join("").trimEnd()}… ` : text;
  return (
    <p className={classes.words} dir="auto">
      {shown.split(/(\s+)/).map((word, index) =>
        /^([#@][\p{L}\p{N}_.]+|https?:\/\/)/u.test(word) ? <span key={index} className={classes.mark}>{word}</span> : word)}
      {cut && <button type="button" className={classes.unfold} onClick={() => setUnfolded(true)}>{c.seeMore}</button>}
    </p>
  );
}

function LinkCard({ link, title }: { link: string; title: string }) {
  return (
    <div className={classes.link}>
      <Text size="xs" className={classes.faint} truncate>{hostOf(link)}</Text>
      <Text size="sm" fw={600} truncate dir="auto">{title || link}</Text>
    </div>
  );
}

function Pictures({ files }: { files: readonly Media[] }) {
  if (files.length === 0) return null;
  const shown = files.slice(0, 4);
  return (
    <div className={classes.pictures} data-count={shown.length}>
      {shown.map((media) => <MediaThumb key={media.id} media={media} described />)}
      {files.length > shown.length && <span className={classes.rest}>+{files.length - shown.length}</span>}
    </div>
  );
}

/** One picture at a time, the others to the side of it. */
function Carousel({ files }: { files: readonly Media[] }) {
  const [at, setAt] = useState(0);
  if (files.length < 2) return <Pictures files={files} />;
  return (
    <div className={classes.frame}>
      <div
        className={classes.carousel} role="group" tabIndex={0} aria-label={c.previewPictures(files.length)}
        onScroll={({ currentTarget: { scrollLeft, clientWidth } }) => setAt(Math.round(scrollLeft / clientWidth))}
      >
        {files.map((media) => <MediaThumb key={media.id} media={media} described />)}
      </div>
      <span className={classes.count} aria-hidden>{at + 1}/{files.length}</span>
    </div>
  );
}

function Actions({ platform }: { platform: string }) {
  const like = platform === "linkedin" || platform === "facebook" ? IconThumbUp : IconHeart;
  const icons = platform === "instagram" || platform === "instagram_facebook"
    ? [like, IconMessageCircle, IconSend, IconBookmark]
    : platform === "pinterest" ? [like, IconWorld] : [like, IconMessageCircle, IconRepeat, IconSend];
  return (
    <div className={classes.actions} aria-hidden>
      {icons.map((Icon, index) => <Icon key={index} size={18} stroke={1.5} />)}
    </div>
  );
}
