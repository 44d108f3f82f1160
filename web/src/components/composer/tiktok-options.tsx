import { Anchor, Checkbox, Group, Stack, Switch, Text } from "@mantine/core";
import { useState } from "react";
import { atHandle } from "@/lib/format";
import { brandsOf, hasOwnPlace, interactionsOf, private_level } from "@/lib/tiktok-choices";
import { c } from "@/strings/compose";
import { IssueList } from "./issue-list";
import { OptionField, optionLabel, type OptionProps } from "./platform-options";

const words = c.tiktok;
const music_url = "https://www.tiktok.com/legal/page/global/music-usage-confirmation/en";
const branded_url = "https://www.tiktok.com/legal/page/global/bc-policy/en";

/** The form that TikTok's Content Sharing Guidelines ask for. */
export function TikTokOptions({ handle, ...props }: OptionProps & { handle: string }) {
  const { rules, values, account, issuesOf, onChange } = props;
  const privacy = rules.find((one) => one.name === "privacyLevel");
  const { organic, content } = brandsOf(rules);
  const isOn = (name: string | undefined) => name !== undefined && values[name] === true;
  const [opened, setOpened] = useState(false);
  const disclosing = opened || isOn(organic?.name) || isOn(content?.name);
  const branded = isOn(content?.name);
  const isPrivate = values.privacyLevel === private_level;
  const nickname = typeof account?.nickname === "string" ? account.nickname : atHandle(handle);

  const disclose = (on: boolean) => {
    setOpened(on);
    if (on) return;
    for (const rule of [organic, content]) if (rule) onChange(rule.name, undefined);
  };

  return (
    <Stack gap="sm">
      <Text size="xs" c="dimmed">{words.postsAs(nickname)}</Text>
      {privacy && <OptionField {...props} rule={{ ...privacy, required: values.mode !== "draft" }} exclude={branded ? [private_level] : []} />}
      <Group gap="md" role="group" aria-label={words.interact}>
        <Text size="sm">{words.interact}</Text>
        {interactionsOf(rules, values, account).map(({ name, allowed, off, valueFor }) => (
          <Checkbox
            key={name} label={c.optionNames[name] ?? name} checked={allowed} disabled={off} title={off ? words.offByAccount : undefined}
            onChange={(event) => onChange(name, valueFor(event.currentTarget.checked))}
          />
        ))}
      </Group>
      {(organic ?? content) && (
        <Stack gap="xs">
          <Switch label={words.disclose} description={words.discloseHint} checked={disclosing} onChange={(event) => disclose(event.currentTarget.checked)} />
          {disclosing && organic && (
            <Checkbox ml="md" label={optionLabel(organic)} description={words.yourBrand} checked={isOn(organic.name)} onChange={(event) => onChange(organic.name, event.currentTarget.checked || undefined)} />
          )}
          {disclosing && content && (
            <Checkbox
              ml="md" label={optionLabel(content)} description={isPrivate ? words.brandedPrivate : words.branded} disabled={isPrivate && !branded}
              checked={branded} onChange={(event) => onChange(content.name, event.currentTarget.checked || undefined)}
            />
          )}
          {disclosing && !isOn(organic?.name) && !branded && <Text size="xs" c="var(--bad)" role="status">{words.discloseNeeded}</Text>}
        </Stack>
      )}
      {rules.filter((one) => !hasOwnPlace(one.name)).map((rule) => <OptionField key={rule.name} {...props} rule={rule} />)}
      <IssueList issues={rules.filter((one) => hasOwnPlace(one.name) && one.name !== "privacyLevel").flatMap((one) => issuesOf(one.name))} />
      <Text size="xs" c="dimmed">
        {words.music} {branded && <><Legal href={branded_url}>{words.brandedLink}</Legal> {words.and} </>}
        <Legal href={music_url}>{words.musicLink}</Legal>. {words.minutes}
      </Text>
    </Stack>
  );
}

function Legal({ href, children }: { href: string; children: string }) {
  return <Anchor href={href} target="_blank" rel="noreferrer" size="xs" c="var(--accent-text)" underline="always">{children}</Anchor>;
}
