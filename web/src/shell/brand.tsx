import { t } from "@/strings";
import classes from "./rail.module.css";

export function Brand({ compact = false }: { compact?: boolean }) {
  return (
    <span className={classes.brand}>
      <img src="/favicon.svg" width={24} height={24} alt={compact ? t.product : ""} />
      {!compact && t.product}
    </span>
  );
}
