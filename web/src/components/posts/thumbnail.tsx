import { IconPhoto, IconAlignLeft, IconVideo } from "@tabler/icons-react";
import { useState } from "react";
import classes from "./thumbnail.module.css";

interface Props {
  url: string | null;
  mediaType: string | null;
  size: number;
}

/** A square picture; an icon of the media type where there is none or it no longer loads. */
export function Thumbnail({ url, mediaType, size }: Props) {
  const [failedUrl, setFailedUrl] = useState<string | null>(null);
  const style = { width: size, height: size };
  if (!url || failedUrl === url) {
    const kind = mediaType?.toLowerCase() ?? "";
    const Icon = /video|reel|short/.test(kind) ? IconVideo : /text|link|article/.test(kind) ? IconAlignLeft : IconPhoto;
    return (
      <span className={classes.box} style={style}>
        <Icon size={18} aria-hidden />
      </span>
    );
  }
  return (
    <img
      className={classes.box} style={style} src={url} alt="" loading="lazy" decoding="async"
      referrerPolicy="no-referrer" onError={() => setFailedUrl(url)}
    />
  );
}
