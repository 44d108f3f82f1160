import { createContext, useContext } from "react";

export interface Connect {
  /** Opens the panel with every platform. */
  open: () => void;
  /** Goes straight to one platform, as for a reconnect. */
  start: (platform: string) => void;
}

export const ConnectContext = createContext<Connect | null>(null);

export function useConnect(): Connect {
  const connect = useContext(ConnectContext);
  if (!connect) throw new Error("useConnect was called outside ConnectProvider");
  return connect;
}
