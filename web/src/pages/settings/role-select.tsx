import { Select, type SelectProps } from "@mantine/core";
import type { Role } from "@/services/wire";
import { t } from "@/strings";

interface Props extends Omit<SelectProps, "data" | "value" | "onChange"> {
  value: Role;
  onChange: (role: Role) => void;
  withOwner?: boolean;
}

const roles: Role[] = ["owner", "admin", "editor", "viewer"];

export function RoleSelect({ value, onChange, withOwner = false, ...rest }: Props) {
  const offered = roles.filter((role) => withOwner || role !== "owner" || value === "owner");
  return (
    <Select
      data={offered.map((role) => ({ value: role, label: t.roles[role] ?? role }))}
      value={value}
      onChange={(next) => next && next !== value && onChange(next as Role)}
      {...rest}
    />
  );
}
