import { Suspense, useState, type ReactNode } from "react";

/** Draws a dialog, whose file is loaded on demand, from the first time it is wanted. */
export function LazyDialog({ wanted, children }: { wanted: boolean; children: ReactNode }) {
  const [everWanted, setEverWanted] = useState(wanted);
  if (wanted && !everWanted) setEverWanted(true);
  return everWanted ? <Suspense fallback={null}>{children}</Suspense> : null;
}
