import { NumberInput, Select, Skeleton, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { ErrorPanel } from "@/components/error-panel";
import { platformName } from "@/components/platform-icons";
import { capitalised } from "@/lib/format";
import { accountValues, useAccountOptions } from "@/services/post-rules";
import type { AccountOptions, OptionRule, PostIssue, PostRules, TargetOptions, TargetReport } from "@/services/wire";
import { c } from "@/strings/compose";
import { IssueList } from "./issue-list";
import { TikTokOptions } from "./tiktok-options";

export interface OptionProps {
  rules: readonly OptionRule[];
  values: TargetOptions;
  account: AccountOptions | undefined;
  issuesOf: (name: string) => readonly PostIssue[];
  onChange: (name: string, value: unknown) => void;
}

interface Props {
  platform: string;
  /** Whose own values the options take. */
  connectionId: string;
  handle: string;
  rules: PostRules;
  format: TargetReport["format"];
  values: TargetOptions;
  issues: readonly PostIssue[];
  onChange: (name: string, value: unknown) => void;
}

/** The platform's own options, as its rules list them. */
export function PlatformOptions({ platform, connectionId, handle, rules, format, values, issues, onChange }: Props) {
  const account = useAccountOptions(connectionId, true);
  const meant = rules.options.filter((one) => one.formats.length === 0 || format === null || one.formats.includes(format));
  if (meant.length === 0) return null;
  const props: OptionProps = {
    rules: meant, values, account: account.data, onChange,
    issuesOf: (name) => issues.filter((one) => one.field === `options.${name}` || one.field.startsWith(`options.${name}[`)),
  };
  return (
    <Stack gap="sm" role="group" aria-label={c.options(platformName(platform))}>
      <Text size="sm" fw={500}>{c.options(platformName(platform))}</Text>
      {account.isPending ? (
        <Skeleton h={60} role="status" aria-label={c.optionLoading} />
      ) : (
        <>
          {account.isError && <ErrorPanel error={account.error} onRetry={() => void account.refetch()} />}
          {platform === "tiktok" ? <TikTokOptions {...props} handle={handle} /> : meant.map((rule) => <OptionField key={rule.name} rule={rule} {...props} />)}
        </>
      )}
    </Stack>
  );
}

export function optionLabel(rule: OptionRule): string {
  return c.optionNames[rule.name] ?? capitalised(rule.name.replace(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`));
}

type FieldProps = Omit<OptionProps, "rules"> & { rule: OptionRule; exclude?: readonly string[] };

/** The field that an option's type asks for. Nothing is chosen before somebody does. */
export function OptionField({ rule, values, account, issuesOf, onChange, exclude = [] }: FieldProps) {
  const { name } = rule;
  const value = values[name];
  const label = optionLabel(rule);
  const about = { label, description: capitalised(rule.description), withAsterisk: rule.required };
  const issues = <IssueList issues={issuesOf(name)} />;
  switch (rule.type) {
    case "boolean":
      // Left open, the platform decides, which is not always no.
      return (
        <div>
          <Select
            {...about} placeholder={rule.required ? c.choose : c.asUsual} clearable={!rule.required} allowDeselect={!rule.required}
            value={value === true ? "yes" : value === false ? "no" : null} data={[{ value: "yes", label: c.yes }, { value: "no", label: c.no }]}
            onChange={(next) => onChange(name, next === null ? undefined : next === "yes")}
          />
          {issues}
        </div>
      );
    case "integer":
      return (
        <div>
          <NumberInput
            {...about} allowDecimal={false} min={rule.minimum ?? undefined} max={rule.maximum ?? undefined}
            value={typeof value === "number" ? value : ""} onChange={(next) => onChange(name, typeof next === "number" ? next : undefined)}
          />
          {issues}
        </div>
      );
    case "one_of": {
      const all = rule.values.length > 0 ? rule.values : accountValues(account, name);
      return (
        <div>
          <Select
            {...about} placeholder={rule.required ? c.choose : c.notChosen} clearable={!rule.required} allowDeselect={!rule.required}
            value={typeof value === "string" ? value : null} onChange={(next) => onChange(name, next ?? undefined)}
            data={all.map((one) => ({ value: one, label: c.optionValues[`${name}.${one}`] ?? c.optionValues[one] ?? one, disabled: exclude.includes(one) }))}
            error={all.length === 0 ? c.optionNone : undefined}
          />
          {issues}
        </div>
      );
    }
    case "text_list":
      return (
        <div>
          <Textarea
            {...about} autosize minRows={2} description={`${about.description}. ${c.listHint}`}
            value={Array.isArray(value) ? value.join("\n") : ""}
            onChange={(event) => {
              const lines = event.currentTarget.value.split("\n");
              onChange(name, lines.every((line) => line === "") ? undefined : lines);
            }}
          />
          {issues}
        </div>
      );
    case "text":
      return (
        <div>
          <TextInput {...about} value={typeof value === "string" ? value : ""} onChange={(event) => onChange(name, event.currentTarget.value)} />
          {issues}
        </div>
      );
  }
}
