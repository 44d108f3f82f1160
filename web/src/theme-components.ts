// How Mantine's parts look and behave everywhere here. Only types are imported: the parts themselves
// would end up in the first load of every page.
import type {
  ActionIconFactory, ButtonFactory, DrawerFactory, ExtendComponent, InputWrapperFactory, MenuFactory,
  ModalFactory, PaperFactory, RadioFactory, SelectFactory, SkeletonFactory, TableFactory, TabsFactory,
  TooltipFactory,
} from "@mantine/core";

// A type and not an interface, since the theme wants something with an index.
// eslint-disable-next-line @typescript-eslint/consistent-type-definitions
type Components = {
  ActionIcon: ExtendComponent<ActionIconFactory>;
  Button: ExtendComponent<ButtonFactory>;
  Drawer: ExtendComponent<DrawerFactory>;
  InputWrapper: ExtendComponent<InputWrapperFactory>;
  Menu: ExtendComponent<MenuFactory>;
  Modal: ExtendComponent<ModalFactory>;
  Paper: ExtendComponent<PaperFactory>;
  Radio: ExtendComponent<RadioFactory>;
  Select: ExtendComponent<SelectFactory>;
  Skeleton: ExtendComponent<SkeletonFactory>;
  Table: ExtendComponent<TableFactory>;
  Tabs: ExtendComponent<TabsFactory>;
  Tooltip: ExtendComponent<TooltipFactory>;
};

// The head of a dialog is a <header>, which would count as a second banner of the page.
const overlayHeader = { header: { role: "presentation" } };
const overlayTitle = { fontSize: 16, fontWeight: 600 };
const overlayProps = { backgroundOpacity: 0.4 };

export const components: Components = {
  ActionIcon: { defaultProps: { variant: "subtle", color: "gray", size: 32 } },
  Button: { defaultProps: { size: "sm" } },
  Drawer: {
    defaultProps: { overlayProps, attributes: overlayHeader, padding: "md" },
    styles: { title: overlayTitle },
  },
  InputWrapper: { styles: { label: { marginBottom: 4 } } },
  // A menu may hold items only; the placeholder that takes the first focus is none.
  Menu: {
    defaultProps: { withInitialFocusPlaceholder: false },
    styles: { dropdown: { background: "var(--surface)" } },
  },
  Modal: {
    defaultProps: { centered: true, overlayProps, attributes: overlayHeader, padding: "md" },
    styles: { title: overlayTitle },
  },
  Paper: {
    defaultProps: { withBorder: true, radius: 8 },
    styles: { root: { borderColor: "var(--line)" } },
  },
  Radio: { styles: { description: { fontSize: 12, lineHeight: "18px" } } },
  Select: { defaultProps: { allowDeselect: false, checkIconPosition: "right" } },
  Skeleton: { defaultProps: { radius: 4 } },
  Table: {
    defaultProps: { verticalSpacing: 8, horizontalSpacing: "md", borderColor: "var(--line)" },
    styles: { th: { color: "var(--mantine-color-dimmed)", fontSize: 12, fontWeight: 500 } },
  },
  Tabs: { styles: { root: { "--tab-border-color": "var(--line)" } } },
  Tooltip: { defaultProps: { openDelay: 300, withArrow: false } },
};
