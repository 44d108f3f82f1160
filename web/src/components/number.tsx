import { compactNumber, exactNumber, missing, percent } from "@/lib/format";

/** "12.4k" with the exact number on hover; a dash when there is none. */
export function Num({ value }: { value: number | null | undefined }) {
  const short = compactNumber(value);
  const exact = exactNumber(value);
  return <span title={short === exact ? undefined : exact}>{short}</span>;
}

export function Percent({ value }: { value: number | null | undefined }) {
  const text = percent(value);
  return <span title={text === missing ? undefined : `${exactNumber(value)} %`}>{text}</span>;
}
