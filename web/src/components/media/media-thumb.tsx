import { IconFileText, IconPhoto, IconPlayerPlayFilled, IconVideo } from "@tabler/icons-react";
import { useState } from "react";
import { clockText } from "@/lib/bytes";
import type { Media } from "@/services/wire";
import classes from "./media.module.css";

interface Props {
  media: Media;
  /** False where the words beside it say what it is. */
  described?: boolean;
}

/** A picture of a file, filling its frame; an icon where it has none. */
export function MediaThumb({ media, described = false }: Props) {
  const [broken, setBroken] = useState(false);
  const alt = described ? media.altText ?? media.filename : "";
  const Icon = media.kind === "video" ? IconVideo : media.kind === "image" ? IconPhoto : IconFileText;
  return (
    <span className={classes.thumb}>
      {broken || media.kind === "document" ? (
        <Icon size={24} aria-hidden />
      ) : media.kind === "image" ? (
        <img src={media.url} alt={alt} loading="lazy" decoding="async" onError={() => setBroken(true)} />
      ) : (
        <video src={`${media.url}#t=0.1`} preload="metadata" muted playsInline tabIndex={-1} aria-hidden onError={() => setBroken(true)} />
      )}
      {media.kind === "video" && media.durationMs !== null && (
        <span className={classes.length}><IconPlayerPlayFilled size={10} aria-hidden /> {clockText(media.durationMs)}</span>
      )}
    </span>
  );
}
