import { lazy, Suspense } from "react";
import { BrowserRouter, Navigate, Route, Routes } from "react-router";
import { ErrorBoundary } from "./components/error-boundary";
import { NotFoundPage } from "./pages/message-pages";

// Every page is a file of its own that is loaded when somebody goes there. Until it has come, the page
// before it stays.
const shell = () => import("./shell/shell");
const pages = {
  signIn: () => import("./pages/sign-in/sign-in-page"),
  register: () => import("./pages/register/register-page"),
  overview: () => import("./pages/overview/overview-page"),
  accounts: () => import("./pages/accounts/accounts-page"),
  account: () => import("./pages/account/account-page"),
  analytics: () => import("./pages/analytics/analytics-page"),
  composer: () => import("./pages/composer/composer-page"),
  post: () => import("./pages/post/post-page"),
  calendar: () => import("./pages/calendar/calendar-page"),
  campaigns: () => import("./pages/campaigns/campaigns-page"),
  campaign: () => import("./pages/campaigns/campaign-page"),
  media: () => import("./pages/media/media-page"),
  settings: () => import("./pages/settings/settings-page"),
  jobs: () => import("./pages/admin/jobs-page"),
};

const Shell = lazy(shell);
const SignInPage = lazy(pages.signIn);
const RegisterPage = lazy(pages.register);
const OverviewPage = lazy(pages.overview);
const AccountsPage = lazy(pages.accounts);
const AccountPage = lazy(pages.account);
const AnalyticsPage = lazy(pages.analytics);
const ComposerPage = lazy(pages.composer);
const PostPage = lazy(pages.post);
const CalendarPage = lazy(pages.calendar);
const CampaignsPage = lazy(pages.campaigns);
const CampaignPage = lazy(pages.campaign);
const MediaPage = lazy(pages.media);
const SettingsPage = lazy(pages.settings);
const JobsPage = lazy(pages.jobs);

/** Starts to load what an address will need, without waiting for who is signed in. */
export function preload(pathname: string): void {
  const [first = "", second, third] = pathname.split("/").filter(Boolean);
  const page = {
    "": pages.overview,
    accounts: second ? pages.account : pages.accounts,
    analytics: pages.analytics,
    posts: second === "new" || third === "edit" ? pages.composer : pages.post,
    calendar: pages.calendar,
    campaigns: second ? pages.campaign : pages.campaigns,
    media: pages.media,
    settings: pages.settings,
    admin: pages.jobs,
  }[first];
  if (!page) return;
  // What fails here fails again where it is used, and is shown there.
  Promise.all([shell(), page()]).catch(() => undefined);
}

export function AppRoutes() {
  return (
    <BrowserRouter>
      <ErrorBoundary>
        <Suspense fallback={null}>
          <Routes>
            <Route path="/sign-in" element={<SignInPage />} />
            <Route path="/register" element={<RegisterPage />} />
            <Route element={<Shell />}>
              <Route path="/" element={<OverviewPage />} />
              <Route path="/accounts" element={<AccountsPage />} />
              <Route path="/accounts/:id" element={<AccountPage />} />
              <Route path="/analytics" element={<AnalyticsPage />} />
              <Route path="/posts/new" element={<ComposerPage />} />
              <Route path="/posts/:id" element={<PostPage />} />
              <Route path="/posts/:id/edit" element={<ComposerPage />} />
              <Route path="/calendar" element={<CalendarPage />} />
              <Route path="/campaigns" element={<CampaignsPage />} />
              <Route path="/campaigns/:id" element={<CampaignPage />} />
              <Route path="/media" element={<MediaPage />} />
              <Route path="/settings" element={<Navigate to="/settings/profile" replace />} />
              <Route path="/settings/:section" element={<SettingsPage />} />
              <Route path="/admin" element={<JobsPage />} />
              <Route path="*" element={<NotFoundPage />} />
            </Route>
          </Routes>
        </Suspense>
      </ErrorBoundary>
    </BrowserRouter>
  );
}
