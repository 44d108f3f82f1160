// Sets the colour scheme before the first paint. It is a file of its own because the server's
// content security policy allows no inline script. The key is the one MantineProvider stores.
(function () {
  var stored;
  try {
    stored = window.localStorage.getItem("mantine-color-scheme-value");
  } catch {
    stored = "auto";
  }
  var dark =
    stored === "dark" ||
    (stored !== "light" && window.matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.setAttribute("data-mantine-color-scheme", dark ? "dark" : "light");
})();
