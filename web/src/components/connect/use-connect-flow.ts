import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useReducer, useRef } from "react";
import { useLocation, useNavigate } from "react-router";
import { analyticsKeys } from "@/services/analytics-keys";
import { outdate } from "@/services/outdate";
import { authorize, connectionKeys, useConnections } from "@/services/connections";
import { asApiError } from "@/services/errors";
import type { Connection } from "@/services/wire";
import {
  choosing, connectReducer, eventOfMessage, eventOfReturn, isOpen, type ConnectEvent, type ConnectState,
} from "./connect-state";
import { openPopup, sendPopup } from "./popup";

const watch_ms = 500;
/** After the window closed, the account may still be on its way into the list. */
const look_again_ms = [1_000, 4_000];

export interface ConnectFlow {
  state: ConnectState;
  start: (platform: string) => void;
  reset: () => void;
  /** The accounts among which one had to choose are connected. */
  picked: (platform: string, connectionIds: string[]) => void;
  focusPopup: () => void;
}

/** Connects an account in a window of its own, or in this tab when that is blocked. */
export function useConnectFlow(onAnswer: (event: ConnectEvent) => void): ConnectFlow {
  const [state, dispatch] = useReducer(connectReducer, choosing);
  const queries = useQueryClient();
  const popup = useRef<Window | null>(null);
  const before = useRef<ReadonlySet<string>>(new Set());
  const connections = useConnections().data;

  const answer = useCallback(
    (event: ConnectEvent) => {
      dispatch(event);
      onAnswer(event);
      void outdate(queries, connectionKeys.all);
      void outdate(queries, analyticsKeys.all);
    },
    [onAnswer, queries],
  );

  useAnswers(answer);
  useReturnInTab(answer);
  useClosedWindow(popup, state, dispatch);

  // Even if no message comes through, the account shows up in the list.
  useEffect(() => {
    if (!isOpen(state) || state.step === "choose") return;
    const found = connections?.find(
      (one) => one.platform === state.platform && one.status === "active" && !before.current.has(one.id),
    );
    if (found) dispatch({ type: "connected", platform: found.platform, connectionId: found.id });
  }, [connections, state]);

  const start = useCallback(
    (platform: string) => {
      const known = queries.getQueryData<Connection[]>(connectionKeys.list) ?? [];
      before.current = new Set(known.filter((one) => one.status === "active").map((one) => one.id));
      // Opened within the click itself: later the browser would take it for an advertisement.
      popup.current = openPopup();
      dispatch({ type: "started", platform });
      void send(platform, popup.current, dispatch);
    },
    [queries],
  );
  const reset = useCallback(() => dispatch({ type: "reset" }), []);
  const picked = useCallback(
    (platform: string, ids: string[]) =>
      dispatch({ type: "connected", platform, connectionId: ids[0] ?? "", count: ids.length }),
    [],
  );
  const focusPopup = useCallback(() => popup.current?.focus(), []);

  return { state, start, reset, picked, focusPopup };
}

async function send(platform: string, popup: Window | null, dispatch: (event: ConnectEvent) => void) {
  try {
    if (!popup) {
      dispatch({ type: "blocked" });
      window.location.assign(await authorize({ platform, returnTo: "/accounts" }));
      return;
    }
    const url = await authorize({ platform });
    dispatch({ type: sendPopup(popup, url) ? "opened" : "closed" });
  } catch (error) {
    popup?.close();
    const { message } = asApiError(error);
    dispatch({ type: "failed", platform, code: null, message });
  }
}

/** The callback page tells its opener, and every tab in case the opener was reloaded meanwhile. */
function useAnswers(answer: (event: ConnectEvent) => void) {
  useEffect(() => {
    let last = "";
    const hear = (data: unknown) => {
      const event = eventOfMessage(data);
      const text = JSON.stringify(data);
      // The same answer arrives on both ways.
      if (!event || text === last) return;
      last = text;
      setTimeout(() => { last = ""; }, 2_000);
      answer(event);
    };
    const onMessage = (message: MessageEvent<unknown>) => {
      if (message.origin === window.location.origin) hear(message.data);
    };
    window.addEventListener("message", onMessage);
    const channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel("rostrum-connect");
    if (channel) channel.onmessage = (message: MessageEvent<unknown>) => hear(message.data);
    return () => {
      window.removeEventListener("message", onMessage);
      channel?.close();
    };
  }, [answer]);
}

/** After a connection in this tab the answer stands in the address; it is read once and removed. */
function useReturnInTab(answer: (event: ConnectEvent) => void) {
  const location = useLocation();
  const navigate = useNavigate();
  useEffect(() => {
    const event = eventOfReturn(new URLSearchParams(location.search));
    if (!event) return;
    answer(event);
    void navigate(location.pathname, { replace: true });
  }, [answer, location.pathname, location.search, navigate]);
}

function useClosedWindow(
  popup: { current: Window | null }, state: ConnectState, dispatch: (event: ConnectEvent) => void,
) {
  const queries = useQueryClient();
  const { step } = state;
  useEffect(() => {
    if (step === "waiting") {
      const timer = setInterval(() => {
        if (popup.current?.closed) dispatch({ type: "closed" });
      }, watch_ms);
      return () => clearInterval(timer);
    }
    if (step === "closed") {
      const timers = look_again_ms.map((ms) =>
        setTimeout(() => void queries.invalidateQueries({ queryKey: connectionKeys.list }), ms));
      return () => timers.forEach(clearTimeout);
    }
    return undefined;
  }, [dispatch, popup, queries, step]);
}
