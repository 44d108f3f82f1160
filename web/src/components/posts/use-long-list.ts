import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useLayoutEffect, useRef, useState, type RefCallback } from "react";

export interface LongList {
  /** Goes on the element that holds the rows. */
  anchor: RefCallback<HTMLElement>;
  /** The rows to draw, by index. */
  items: number[];
  /** The height of what is left out above and below, in pixels. */
  before: number;
  after: number;
}

const rows_ahead = 12;

/** The part of a long list of equally high rows that is in the window; asks for more near its end. */
export function useLongList(count: number, rowHeight: number, onEnd: () => void): LongList {
  const [element, setElement] = useState<HTMLElement | null>(null);
  const [top, setTop] = useState(0);
  const end = useRef(onEnd);

  useEffect(() => {
    end.current = onEnd;
  });

  useLayoutEffect(() => {
    if (!element) return;
    const measure = () => setTop(element.getBoundingClientRect().top + window.scrollY);
    measure();
    // What stands above the list may grow when it has loaded.
    const observer = new ResizeObserver(measure);
    observer.observe(document.body);
    return () => observer.disconnect();
  }, [element]);

   
  const list = useWindowVirtualizer({
    count,
    estimateSize: () => rowHeight,
    overscan: rows_ahead,
    scrollMargin: top,
  });
  const rows = list.getVirtualItems();
  const first = rows[0];
  const last = rows.at(-1);
  const lastIndex = last?.index ?? 0;

  useEffect(() => {
    if (count > 0 && lastIndex >= count - rows_ahead) end.current();
  }, [count, lastIndex]);

  return {
    anchor: setElement,
    items: rows.map((row) => row.index),
    before: first ? first.start - top : 0,
    after: last ? list.getTotalSize() - (last.end - top) : 0,
  };
}
