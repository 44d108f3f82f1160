import {
  createTheme,
  type CSSVariablesResolver,
  type MantineColorsTuple,
} from "@mantine/core";
import { components } from "./theme-components";

const indigo: MantineColorsTuple = [
  "#eef1ff", "#dfe4ff", "#c0c9fd", "#9eacfb", "#8596f8",
  "#6278f2", "#4a5fe0", "#3f52c9", "#3646ac", "#2b3888",
];

const gray: MantineColorsTuple = [
  "#fafafa", "#f4f4f5", "#e8e8ea", "#dcdce0", "#c9c9ce",
  "#a9a9b0", "#81818a", "#5c5c66", "#3a3a42", "#1f1f24",
];

const red: MantineColorsTuple = [
  "#fff0f0", "#ffdede", "#fab9b9", "#f58f8f", "#f06a6a",
  "#e24848", "#cf2f2f", "#b52626", "#9a2020", "#7d1a1a",
];

const dark: MantineColorsTuple = [
  "#d9d9dd", "#b8b8be", "#9c9ca5", "#70707a", "#3c3c43",
  "#313137", "#242428", "#18181b", "#131316", "#0d0d0f",
];

export const theme = createTheme({
  colors: { indigo, gray, red, dark },
  primaryColor: "indigo",
  primaryShade: 6,
  fontFamily: "'Inter Variable', system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif",
  fontFamilyMonospace: "ui-monospace, 'SF Mono', Menlo, Consolas, monospace",
  fontSizes: { xs: "12px", sm: "13px", md: "14px", lg: "16px", xl: "20px" },
  defaultRadius: 8,
  cursorType: "pointer",
  respectReducedMotion: true,
  headings: {
    fontWeight: "600",
    sizes: {
      h1: { fontSize: "20px", lineHeight: "28px" },
      h2: { fontSize: "15px", lineHeight: "22px" },
      h3: { fontSize: "14px", lineHeight: "20px" },
    },
  },
  components,
});

/** Colours with a meaning of their own, so that a stylesheet never repeats a light and dark pair. */
export const cssVariables: CSSVariablesResolver = (resolved) => ({
  variables: {},
  light: {
    "--mantine-color-dimmed": resolved.colors.gray[7],
    "--mantine-color-placeholder": "#75757f",
    "--mantine-color-error": "#c02626",
    "--page": "#fafafa",
    "--surface": "#ffffff",
    "--hover": "#f1f1f3",
    "--line": "#e4e4e7",
    "--accent": resolved.colors.indigo[6],
    "--accent-text": resolved.colors.indigo[7],
    "--ok": "#0f7a4d",
    "--warn": "#9a5b00",
    "--bad": "#c02626",
  },
  dark: {
    "--mantine-color-dimmed": "#a3a3ad",
    "--mantine-color-placeholder": "#8a8a94",
    "--mantine-color-error": "#ff8787",
    "--page": "#121214",
    "--surface": resolved.colors.dark[7],
    "--hover": "#232328",
    "--line": "#2c2c31",
    "--accent": resolved.colors.indigo[5],
    "--accent-text": resolved.colors.indigo[3],
    "--ok": "#4cc38a",
    "--warn": "#e8a23c",
    "--bad": "#ff8787",
  },
});
