import { useLocalStorage } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useEffect } from "react";
import { Navigate, Outlet, useLocation } from "react-router";
import { ConnectProvider } from "@/components/connect/connect-provider";
import { ErrorBoundary } from "@/components/error-boundary";
import { ErrorPanel } from "@/components/error-panel";
import { meQuery, useMe } from "@/services/auth";
import { useLiveUpdates } from "@/services/live";
import { onSessionChangeElsewhere } from "@/services/session-channel";
import { t } from "@/strings";
import { placesFor } from "./places";
import { BottomBar, Rail } from "./rail";
import { ShellSkeleton } from "./shell-skeleton";
import { TopBar } from "./top-bar";
import classes from "./shell.module.css";

const CommandPalette = lazy(() => import("./command-palette"));

/** Everything around a page. Lets nobody in who is not signed in. */
export default function Shell() {
  const me = useQuery(meQuery);
  const location = useLocation();
  if (me.data) return <SignedIn key={me.data.workspace.id} />;
  if (me.isPending) return <ShellSkeleton />;
  if (me.isError) {
    return (
      <main className={classes.alone}>
        <ErrorPanel error={me.error} onRetry={() => void me.refetch()} />
      </main>
    );
  }
  const here = location.pathname + location.search;
  return <Navigate to={here === "/" ? "/sign-in" : `/sign-in?next=${encodeURIComponent(here)}`} replace />;
}

function SignedIn() {
  const me = useMe();
  const [folded, setFolded] = useLocalStorage({ key: "rostrum-rail-folded", defaultValue: false, getInitialValueInEffect: false });
  const places = placesFor(me);
  const { pathname } = useLocation();
  useLiveUpdates();
  useEffect(() => onSessionChangeElsewhere(() => window.location.reload()), []);

  return (
    <ConnectProvider>
      <a href="#content" className="skip-link">{t.nav.skip}</a>
      <div className={classes.frame} data-folded={folded || undefined}>
        <Rail places={places} folded={folded} onFold={() => setFolded(!folded)} />
        <div className={classes.body}>
          <TopBar />
          <main id="content" tabIndex={-1} className={classes.main}>
            <ErrorBoundary resetKey={pathname}>
              <Suspense fallback={null}><Outlet /></Suspense>
            </ErrorBoundary>
          </main>
        </div>
        <BottomBar places={places} />
      </div>
      <Suspense fallback={null}><CommandPalette /></Suspense>
    </ConnectProvider>
  );
}
