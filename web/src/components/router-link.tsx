import { Anchor, Button, type AnchorProps, type ButtonProps } from "@mantine/core";
import type { ReactNode } from "react";
import { Link, type LinkProps } from "react-router";

type LinkTarget = Pick<LinkProps, "to">;

export function TextLink({ to, ...rest }: AnchorProps & LinkTarget & { children: ReactNode }) {
  return <Anchor component={Link} to={to} c="var(--accent-text)" size="sm" {...rest} />;
}

export function ButtonLink({ to, ...rest }: ButtonProps & LinkTarget & { children: ReactNode }) {
  return <Button component={Link} to={to} {...rest} />;
}
