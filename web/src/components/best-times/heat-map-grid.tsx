import { percent } from "@/lib/format";
import { hourText, shade, type HeatMap } from "@/lib/heat-map";
import type { BestTimeCell } from "@/services/wire";
import { t } from "@/strings";
import classes from "./heat-map-grid.module.css";

const labelled_hours = [0, 6, 12, 18];

interface Props {
  map: HeatMap;
  /** The best slots in words, for those who do not see the map. */
  slots: string;
}

export function HeatMapGrid({ map, slots }: Props) {
  return (
    <div role="img" aria-label={t.bestTimes.summary(slots)}>
      <div className={classes.grid}>
        {map.rows.map((row, weekday) => (
          <Row key={weekday} day={t.bestTimes.days[weekday] ?? ""} row={row} map={map} />
        ))}
        <span />
        {labelled_hours.map((hour) => (
          <span key={hour} className={classes.hour}>{hourText(hour)}</span>
        ))}
      </div>
      <div className={classes.legend}>
        {t.bestTimes.less}
        {[1, 2, 3, 4, 5].map((step) => (
          <span key={step} className={classes.cell} data-shade={step} />
        ))}
        {t.bestTimes.more}
      </div>
    </div>
  );
}

function Row({ day, row, map }: { day: string; row: (BestTimeCell | null)[]; map: HeatMap }) {
  return (
    <>
      <span className={classes.day}>{day}</span>
      {row.map((cell, hour) => (
        <span
          key={hour}
          className={classes.cell}
          data-shade={cell ? shade(cell.engagementRate, map.rateMax) : undefined}
          data-best={cell !== null && map.best.includes(cell) ? true : undefined}
          title={
            cell
              ? t.bestTimes.cell(day, hourText(hour), percent(cell.engagementRate), cell.posts)
              : undefined
          }
        />
      ))}
    </>
  );
}
