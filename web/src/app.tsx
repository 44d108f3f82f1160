import { MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { AppRoutes, preload } from "./routes";
import { createQueryClient } from "./services/query-client";
import { t } from "./strings";
import { cssVariables, theme } from "./theme";

const Toasts = lazy(() => import("./components/toasts"));
const queries = createQueryClient();
preload(window.location.pathname);

export function App() {
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      <QueryClientProvider client={queries}>
        <section aria-label={t.notifications}>
          <Suspense fallback={null}><Toasts /></Suspense>
        </section>
        <AppRoutes />
      </QueryClientProvider>
    </MantineProvider>
  );
}
