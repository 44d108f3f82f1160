import { Section } from "@/components/section";
import SlotsPanel from "@/components/slots/slots-panel";
import { s } from "@/strings/slots";

export default function CampaignSlots({ campaignId }: { campaignId: string }) {
  return <Section title={s.title} hint={s.ofCampaign}><SlotsPanel campaignId={campaignId} /></Section>;
}
