// What followers get to read: the server adds the hashtags to a text, and some platforms the link.
// As src/publishing/content.cpp and the platforms do it.

/** What a version of a post says. */
export interface Words {
  content: string;
  hashtags: readonly string[];
  link: string;
  mediaIds: readonly string[];
}

export interface Published {
  /** With its hashtags, and with the link where the platform has it in the text: what the server's length is of. */
  full: string;
  /** The link where it is shown below the text. */
  card: string | null;
}

const lower = (text: string) => text.replace(/[A-Z]/g, (one) => one.toLowerCase());
const isWord = (character: string) => /\w/.test(character) || character.charCodeAt(0) >= 0x80;

/** Whether a text has a hashtag as a whole word, in either case. */
function hasHashtag(text: string, tag: string): boolean {
  const [all, mark] = [lower(text), `#${lower(tag)}`];
  for (let at = all.indexOf(mark); at !== -1; at = all.indexOf(mark, at + 1)) {
    const next = all.charAt(at + mark.length);
    if (next === "" || !isWord(next)) return true;
  }
  return false;
}

export function withHashtags(text: string, hashtags: readonly string[]): string {
  let added = "";
  for (const tag of hashtags) {
    if (!hasHashtag(text, tag) && !hasHashtag(added, tag)) added += `${added === "" ? "" : " "}#${tag}`;
  }
  if (added === "" || text === "") return added === "" ? text : added;
  return text + (text.endsWith("\n") ? "\n" : "\n\n") + added;
}

/** Where a platform shows the link of a post. */
function placeOf(platform: string, isLinkPost: boolean): "text" | "card" | "nowhere" {
  switch (platform) {
    case "x": return "text";
    case "linkedin": return isLinkPost ? "card" : "text";
    case "facebook": return isLinkPost ? "card" : "nowhere";
    default: return "nowhere";
  }
}

/** `format`: what the server makes of the post; until it has said so, files make it no link post. */
export function asPublished(platform: string, words: Words, format: string | null, takesText = true): Published {
  const { content, hashtags, link, mediaIds } = words;
  const text = takesText ? withHashtags(content, hashtags) : content;
  const hasFiles = mediaIds.length > 0;
  const place = link === "" ? "nowhere" : placeOf(platform, format === "link" || !hasFiles);
  const full = place === "text" && !text.includes(link) ? `${text}${text === "" ? "" : "\n"}${link}` : text;
  return { full, card: place === "card" ? link : null };
}

/** The host of a link, as cards name it. */
export function hostOf(link: string): string {
  return URL.canParse(link) ? new URL(link).host : link;
}
