import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

export default defineConfig({
  plugins: [react()],
  resolve: { alias: { "@": "/src" } },
  build: {
    target: "es2022",
    // For scripts/budget.mjs, which removes it.
    manifest: true,
    // Nothing is inlined as data: the content security policy stays narrow.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
  },
  server: {
    proxy: { "/api": { target: "http://127.0.0.1:8080", changeOrigin: false } },
  },
  test: { include: ["src/**/*.test.ts"], environment: "node" },
});
