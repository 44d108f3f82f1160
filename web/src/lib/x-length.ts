// How X counts, as src/platforms/x/text_length.cpp does: every link is 23, every emoji 2, Latin and the
// like 1, and all else 2. Of bare domains only the usual ones are known here; the server knows them all.

const link_weight = 23;

const usual = "com net org edu gov mil int info biz name app dev blog shop store online site xyz club tech cloud page link news live media " +
  "agency studio design academy photo photos art email events fun games group life network one plus social space tips today tools top video " +
  "watch wiki work world zone";
/** The countries' own, two letters each. */
const countries = "acadaeafagaialamaoaqarasatauawaxazbabbbdbebfbgbhbibjblbmbnbobqbrbsbtbwbybzcacccdcfcgchcickclcmcncocrcucvcwcxcyczdedjdkdmdodz" +
  "eceeegereseteufifjfkfmfofrgagbgdgegfggghgiglgmgngpgqgrgsgtgugwgyhkhmhnhrhthuidieiliminioiqirisitjejmjojpkekgkhkikmknkpkrkwkykzlalblclilklrlsltlulv" +
  "lymamcmdmemfmgmhmkmlmmmnmompmqmrmsmtmumvmwmxmymznancnenfngninlnonpnrnunzompapepfpgphpkplpmpnprpsptpwpyqarerorsrurwsasbscsdsesgshsisjskslsmsnsosr" +
  "ssstsusvsxsyszsctdtftgthtjtktltmtntotrtttvtwtzuaugukusuyuzvavcvevgvivnvuwfwsyeytzazmzw";
const top = `(?:${usual.replaceAll(" ", "|")}|${(countries.match(/../g) ?? []).join("|")})(?![a-z0-9@+-])`;
/** Behind https:// any word may be one. */
const any_top = "(?:xn--[a-z0-9-]+|[a-z]{2,}(?![a-z0-9@+-])|[^\\x00-\\x7F\\s]{2,})";

const accents = "\\u00C0-\\u00D6\\u00D8-\\u00F6\\u00F8-\\u024F\\u0300-\\u036F\\u1E00-\\u1EFF";
const label = `[a-z0-9${accents}-]+\\.`;
const any_label = "[^\\s!'#%&()*+,\\\\./:;<=>?@[\\]^{|}~$]+\\.";
const path_end = `[a-z0-9\\u0400-\\u04FF${accents}+=_#/-]`;
const path_part = `[a-z0-9\\u0400-\\u04FF${accents}!*';:=+,.$/%#[\\]\\u2013_~@|&-]`;
const brackets = `\\((?:${path_part}|\\(${path_part}+\\))+\\)`;
const path = `(?:/(?:(?:${brackets}|${path_part})*(?:${brackets}|${path_end}))?)?`;
const query = "(?:\\?[a-z0-9!?*'@();:&=+$/%#[\\]_.,~|-]*[a-z0-9_&=#/-])?";
const link = new RegExp(
  `(?<![a-z0-9@\\uFF20$#\\uFF03])https?://(?:${any_label})+${any_top}(?::\\d+)?${path}${query}` +
  `|(?<![a-z0-9@\\uFF20$#\\uFF03_./-])(?:${label})+${top}(?:(?::\\d+)?(?=/)${path}${query})?`, "giu");

/** A sign such as © is an emoji only when a selector says so. */
const element = "(?:(?![\\u00A9\\u00AE\\u2122\\u265F](?!\\uFE0F))\\p{Extended_Pictographic}(?!\\uFE0E)\\uFE0F?[\\u{1F3FB}-\\u{1F3FF}]?[\\u{E0020}-\\u{E007F}]*)";
const emoji = new RegExp(`[\\u{1F1E6}-\\u{1F1FF}]{2}|[0-9#*]\\uFE0F?\\u20E3|${element}(?:\\u200D${element})*`, "gu");

function isLight(point: number): boolean {
  return point <= 0x10ff || (point >= 0x2000 && point <= 0x200d) ||
    (point >= 0x2010 && point <= 0x201f) || (point >= 0x2032 && point <= 0x2037);
}

function weightOf(text: string): number {
  const others = Array.from(text.replace(emoji, ""));
  const emojis = text.match(emoji)?.length ?? 0;
  return emojis * 2 + others.reduce((sum, one) => sum + (isLight(one.codePointAt(0) ?? 0) ? 1 : 2), 0);
}

export function xLength(text: string): number {
  const composed = text.normalize("NFC");
  const links = composed.match(link)?.length ?? 0;
  // A space keeps what stood around a link from becoming one emoji, and weighs 1.
  return weightOf(composed.replace(link, " ")) + links * (link_weight - 1);
}
