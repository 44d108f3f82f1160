import { Button, Checkbox, Group, ScrollArea, Skeleton, Stack, Text, TextInput, Title } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import { accountName } from "@/lib/account-name";
import { atHandle } from "@/lib/format";
import { useAccountChoice, useChooseAccounts } from "@/services/account-choices";
import type { ChoosableAccount } from "@/services/wire";
import { t } from "@/strings";
import { AccountAvatar } from "../account-avatar";
import { ErrorPanel } from "../error-panel";
import { platformName } from "../platform-icons";
import { chosenAtFirst, matching } from "./choosable";

interface Props {
  platform: string;
  choiceId: string;
  onConnected: (connectionIds: string[]) => void;
  onAgain: () => void;
}

/** A sign-in opened several accounts: which of them are wanted here? */
export function AccountPicker({ platform, choiceId, onConnected, onAgain }: Props) {
  const choice = useAccountChoice(choiceId);
  if (choice.isPending) return <PickerSkeleton />;
  if (choice.isError) {
    return (
      <ErrorPanel
        error={choice.error}
        action={<Button size="compact-sm" variant="default" onClick={onAgain}>{t.connect.tryAgain}</Button>}
      />
    );
  }
  return (
    <Picker platform={platform} choiceId={choiceId} accounts={choice.data.accounts} onConnected={onConnected} />
  );
}

/** From so many accounts on, one looks for them by name. */
const searchable = 8;

function Picker(
  { platform, choiceId, accounts, onConnected }: Omit<Props, "onAgain"> & { accounts: ChoosableAccount[] },
) {
  const [chosen, setChosen] = useState(() => chosenAtFirst(accounts));
  const [search, setSearch] = useState("");
  const choose = useChooseAccounts(choiceId);
  const shown = matching(accounts, search);

  const submit = () =>
    choose.mutate([...chosen], {
      onSuccess: ({ connections }) => onConnected(connections.map((one) => one.id)),
    });
  return (
    <Stack gap="sm">
      <div>
        <Title order={3} fz={16} mb={4}>{t.connect.pickTitle(platformName(platform))}</Title>
        <Text size="sm" c="dimmed">{t.connect.pickBody(accounts.length)}</Text>
      </div>
      {accounts.length >= searchable && (
        <TextInput
          value={search} onChange={(event) => setSearch(event.currentTarget.value)}
          placeholder={t.accounts.find} aria-label={t.accounts.find} leftSection={<IconSearch size={16} aria-hidden />}
        />
      )}
      {shown.length === 0 && <Text size="sm" c="dimmed">{t.accounts.noMatch}</Text>}
      <Checkbox.Group
        value={[...chosen]} onChange={(ids) => setChosen(new Set(ids))}
        aria-label={t.connect.pickTitle(platformName(platform))}
      >
        <ScrollArea.Autosize mah="50vh" type="auto" offsetScrollbars>
          <Stack gap={4} py={2}>
            {shown.map((account) => (
              <AccountOption key={account.externalId} platform={platform} account={account} />
            ))}
          </Stack>
        </ScrollArea.Autosize>
      </Checkbox.Group>
      {choose.isError && <ErrorPanel error={choose.error} />}
      <Group>
        <Button onClick={submit} disabled={chosen.size === 0} loading={choose.isPending}>
          {t.connect.pickButton(chosen.size)}
        </Button>
      </Group>
    </Stack>
  );
}

function AccountOption({ platform, account }: { platform: string; account: ChoosableAccount }) {
  const name = accountName(account);
  return (
    <Checkbox
      value={account.externalId} py={6}
      styles={{ body: { alignItems: "center" }, labelWrapper: { minWidth: 0, flex: 1 } }}
      label={
        <Group gap="sm" wrap="nowrap" miw={0}>
          <AccountAvatar platform={platform} name={name} url={account.avatarUrl} />
          <div style={{ minWidth: 0 }}>
            <Text size="sm" fw={500} truncate>{name}</Text>
            <Text size="xs" c="dimmed" truncate>
              {atHandle(account.handle)}
              {account.status && ` · ${t.connect.pickStatus[account.status]}`}
            </Text>
          </div>
        </Group>
      }
    />
  );
}

function PickerSkeleton() {
  return (
    <Stack gap="sm" role="status" aria-label={t.common.loading}>
      <Skeleton h={16} w={220} />
      {[0, 1, 2, 3].map((index) => (
        <Group key={index} gap="sm">
          <Skeleton w={20} h={20} />
          <Skeleton circle h={32} />
          <Skeleton h={12} w={160} />
        </Group>
      ))}
    </Stack>
  );
}
