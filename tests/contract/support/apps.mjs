// The one app that each simulated platform knows, as src/sandbox has them.
export const apps = {
  facebook: { id: "1042871500337719", secret: "6f0d2c81b94e4a57a3c5e7790b1d8f42" },
  instagram: { id: "1490000000000001", secret: "5ab7c1d2e3f40516273849a0b1c2d3e4" },
  linkedin: { id: "86rostrumsandb", secret: "WPL_AP1.rOsTrUmSaNdBoX.c2VjcmV0" },
  tiktok: { id: "sbawtiktokrostrum01", secret: "b71c0a5d29e84f3f8c6601d2a4975be3" },
  x: { id: "c2FuZGJveFJvc3RydW0wMTox", secret: "sbx-4d1c0f7be2a94e5f8d3a6b7019c2e5f4" },
  youtube: { id: "407408718192-sandboxrostrum.apps.googleusercontent.com", secret: "GOCSPX-5b1d27e0c94f4c1aa6f3" },
};
