import { Skeleton, Stack } from "@mantine/core";
import { t } from "@/strings";
import { Brand } from "./brand";
import rail from "./rail.module.css";
import bar from "./top-bar.module.css";
import classes from "./shell.module.css";

/** The frame of the page while it is not known yet who is there. */
export function ShellSkeleton() {
  return (
    <div className={classes.frame}>
      <div className={rail.rail}>
        <div className={rail.head}><Brand /></div>
        <Stack gap={12} px={10} pt={8}>
          {[92, 80, 88].map((width) => <Skeleton key={width} h={14} w={width} />)}
        </Stack>
      </div>
      <div className={classes.body}>
        <div className={bar.bar}><Skeleton h={20} w={140} /></div>
        <main className={classes.main} aria-busy aria-label={t.common.loading}><Skeleton h={24} w={160} /></main>
      </div>
    </div>
  );
}
